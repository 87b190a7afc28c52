// JSON, buffers, zlib and crypto on the main thread, in the thread pool and in workers. Everything that it prints is fixed.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { promisify } = require('node:util');
const zlib = require('node:zlib');

function random(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % bound;
  };
}

const digest = (data) => createHash('sha256').update(data).digest('hex');

function rows(seed, count) {
  const next = random(seed);
  return Array.from({ length: count }, (_, id) => ({
    id,
    name: 'name-' + next(5000).toString(36),
    tags: Array.from({ length: next(6) }, () => 'tag' + next(100)),
    nested: { price: next(100000) / 100, text: 'x'.repeat(next(80)) },
  }));
}

// Buffers of many sizes, kept for a while, filled, sliced, joined and dropped.
function buffers(seed, rounds) {
  const next = random(seed);
  const kept = new Array(200).fill(Buffer.alloc(0));
  const hash = createHash('md5');
  for (let i = 0; i < rounds; i++) {
    const size = next(10) === 0 ? next(300000) : next(5000);
    const buffer = next(2) ? Buffer.alloc(size, i & 255) : Buffer.allocUnsafeSlow(size).fill(i & 127);
    const at = next(kept.length);
    hash.update(kept[at].subarray(0, 100));
    kept[at] = next(20) === 0 ? Buffer.concat([kept[at].subarray(0, 20000), buffer]) : buffer;
  }
  return hash.update(Buffer.concat(kept)).digest('hex');
}

function work(seed) {
  const text = JSON.stringify(rows(seed, 4000));
  const back = JSON.parse(text).filter((row) => row.tags.length > 2);
  const packed = zlib.gzipSync(text);
  return [seed, back.length, digest(zlib.gunzipSync(packed)), zlib.brotliCompressSync(text.slice(0, 50000)).length, buffers(seed, 4000)].join(' ');
}

async function inThreadPool() {
  const deflate = promisify(zlib.deflate);
  const inflate = promisify(zlib.inflate);
  const texts = Array.from({ length: 40 }, (_, i) => JSON.stringify(rows(i + 100, 500)));
  const packed = await Promise.all(texts.map((text) => deflate(text)));
  const back = await Promise.all(packed.map((data) => inflate(data)));
  return digest(Buffer.concat(back));
}

function inWorker(seed) {
  return new Promise((resolve, reject) => {
    const data = new Uint8Array(200000).fill(seed);
    const worker = new Worker(__filename, { workerData: { seed, data }, transferList: [data.buffer] });
    worker.once('message', ({ line, data: returned }) => resolve(`${line} ${digest(returned)}`));
    worker.once('error', reject);
  });
}

if (isMainThread) {
  (async () => {
    console.log('main', work(1));
    console.log('pool', await inThreadPool());
    for (const batch of [[2, 3, 4], [5, 6, 7]]) {
      console.log((await Promise.all(batch.map(inWorker))).join('\n'));
    }
  })();
} else {
  const { seed, data } = workerData;
  const line = work(seed);
  for (let i = 0; i < data.length; i++) data[i] ^= i;
  parentPort.postMessage({ line, data }, [data.buffer]);
}
