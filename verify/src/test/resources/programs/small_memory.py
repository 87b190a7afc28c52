"""Ordinary work in a process that has little memory; what it prints does not depend on how much that is."""
import hashlib
import json
import threading

table = {str(i): "v" * (i % 50) for i in range(30000)}
text = json.dumps(table, sort_keys=True)
print(hashlib.sha256(text.encode()).hexdigest())
assert json.loads(text) == table
del table, text
for size in (1 << 20, 4 << 20, 12 << 20):
    block = bytearray(size)
    block[::4096] = b"x" * (size // 4096)
    print(size, hashlib.sha256(block).hexdigest())
    del block
threading.stack_size(256 << 10)
results = [0] * 4


def count(index):
    results[index] = sum(len(str(i)) for i in range(20000))


threads = [threading.Thread(target=count, args=(i,)) for i in range(len(results))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results)
try:
    bytearray(1 << 30)
except MemoryError:
    print("no memory")
