package io.hakozuna.hz3.bench.count;

