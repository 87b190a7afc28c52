"""Runs a module of Python's own test suite and prints each test's outcome: outcomes.py MODULE [PATTERN...]"""
import io
import signal
import sys
import unittest

# A shell starts background jobs with the interrupt ignored, which some of the tests notice.
signal.signal(signal.SIGINT, signal.default_int_handler)

module, *patterns = sys.argv[1:]


class Outcomes(unittest.TextTestResult):
    outcomes = []

    def note(self, test, outcome):
        self.outcomes.append("%s %s" % (test.id(), outcome))

    def addSuccess(self, test):
        self.note(test, "ok")

    def addSkip(self, test, reason):
        self.note(test, "skipped")

    def addExpectedFailure(self, test, err):
        self.note(test, "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note(test, "unexpected success")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, "failed")

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, "error")


if __name__ == "__main__":
    report = io.StringIO()
    runner = unittest.TextTestRunner(stream=report, resultclass=Outcomes, verbosity=0, buffer=True)
    program = unittest.main(module=None, argv=["outcomes", module] + ["-k%s" % p for p in patterns], testRunner=runner, exit=False)
    print("\n".join(sorted(Outcomes.outcomes)))
    if not program.result.wasSuccessful():
        sys.exit(report.getvalue())
