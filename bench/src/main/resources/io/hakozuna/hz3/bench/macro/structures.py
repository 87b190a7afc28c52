"""Builds, converts and drops large structures; the resident size is looked at after half a second of idling at the end.

The argument is the number of keys of each table. An operation is a word that went through all of it.
"""
import gc
import json
import random
import sys
import time

ROUNDS = 6
WORDS = 8
IDLE_SECONDS = 0.5


def table(numbers, size):
    return {f"key {i} {numbers.getrandbits(20)}": [f"{numbers.getrandbits(8 * numbers.randrange(1, 12)):x}" * numbers.randrange(1, 4)
                                                  for _ in range(WORDS)] for i in range(size)}


def words_of(numbers, size):
    built = table(numbers, size)
    text = json.dumps(built, indent=1)
    read = json.loads(text)
    if read != built:
        sys.exit("what json reads is not what it wrote")
    words = sorted(word for values in read.values() for word in values)
    groups = {}
    for word in words:
        groups.setdefault(word[:3], []).append(word.upper())
    if sum(map(len, groups.values())) != size * WORDS:
        sys.exit("words were lost")
    return words


def status():
    with open("/proc/self/status") as lines:
        return {name: int(value.split()[0]) for name, value in (line.split(":", 1) for line in lines) if value.endswith("kB\n")}


def main(keys):
    numbers = random.Random(1)
    kept = []
    start = time.perf_counter()
    for _ in range(ROUNDS):
        kept.append(words_of(numbers, keys)[::1000])
    seconds = time.perf_counter() - start
    gc.collect()
    time.sleep(IDLE_SECONDS)
    done = ROUNDS * keys * WORDS
    memory = status()
    print(f"[RESULT] ops={done} seconds={seconds:.6f} ops_per_s={done / seconds:.0f}"
          f" peak_rss_kib={memory['VmHWM']} rss_kib={memory['VmRSS']}")


main(int(sys.argv[1]))
