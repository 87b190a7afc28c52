"""Threads that build, hand over and drop strings, bytes, numbers and compressed blocks. Everything that it prints is fixed."""
import hashlib
import json
import queue
import threading
import zlib

THREADS = 6
ROUNDS = 120


def block(thread, number):
    state = thread * 1000 + number
    rows = {}
    for i in range(200):
        state = (state * 1103515245 + 12345) % 2**31
        rows["key%d" % (state % 997)] = [state, "v" * (state % 60), float(i)]
    return json.dumps(rows, sort_keys=True)


def produce(thread, out):
    for number in range(ROUNDS):
        text = block(thread, number).encode()
        out.put((thread, number, zlib.compress(text * 8, 6), len(text)))
    out.put(None)


def consume(inbox, digests, lock):
    while (item := inbox.get()) is not None:
        thread, number, packed, length = item
        text = zlib.decompress(packed)
        assert len(text) == 8 * length
        rows = json.loads(text[:length])
        power = pow(3, 2000 + number) * pow(7, 1000 + thread)
        with lock:
            digests[thread, number] = hashlib.sha256(text).hexdigest() + str(len(rows)) + str(power)[-20:]


def main():
    digests, lock = {}, threading.Lock()
    workers = []
    for thread in range(THREADS):
        inbox = queue.Queue(maxsize=20)
        workers.append(threading.Thread(target=produce, args=(thread, inbox)))
        workers.append(threading.Thread(target=consume, args=(inbox, digests, lock)))
    for worker in workers:
        worker.start()
    # Short-lived threads meanwhile, each of which leaves its own blocks to the main thread.
    left = []
    for i in range(200):
        short = threading.Thread(target=lambda i=i: left.append(bytearray(i * 1000)))
        short.start()
        short.join()
    for worker in workers:
        worker.join()
    whole = hashlib.sha256("".join(digests[key] for key in sorted(digests)).encode())
    print(len(digests), whole.hexdigest(), sum(len(b) for b in left))


main()
