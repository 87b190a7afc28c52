-- What pgbench left: its books must agree with themselves. Then queries of many kinds on them. Everything that it prints is fixed.
SELECT 'books agree', sum(abalance) = (SELECT sum(delta) FROM pgbench_history), sum(abalance) = (SELECT sum(bbalance) FROM pgbench_branches),
    sum(abalance) = (SELECT sum(tbalance) FROM pgbench_tellers) FROM pgbench_accounts;
SELECT 'history', count(*), sum(delta) FROM pgbench_history;
SELECT 'accounts', count(*), md5(string_agg(aid || ':' || abalance, ',' ORDER BY aid)) FROM pgbench_accounts;

SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT 'parallel', a.bid, count(*), sum(a.abalance), min(b.filler), sum(a.aid % 7) FROM pgbench_accounts a JOIN pgbench_accounts b ON b.aid = a.aid + 1
    GROUP BY a.bid ORDER BY a.bid;

SET jit = on;
SET jit_above_cost = 0;
SET jit_inline_above_cost = 0;
SET jit_optimize_above_cost = 0;
SELECT 'compiled', count(*), sum(CASE WHEN aid % 3 = 0 THEN abalance * 2 WHEN aid % 5 = 0 THEN -aid ELSE bid END) FROM pgbench_accounts WHERE aid % 11 <> 4;
SET jit = off;

CREATE TABLE document AS SELECT aid AS id, jsonb_build_object('id', aid, 'words', array_agg(md5((aid * i)::text) ORDER BY i)) AS body
    FROM pgbench_accounts, generate_series(1, 5) i WHERE aid <= 20000 GROUP BY aid;
CREATE INDEX document_body ON document USING gin (body);
SELECT 'documents', count(*), sum(length(body::text)) FROM document WHERE body @> '{"id": 77}' OR body->'words'->>0 < '3';
SELECT 'words', word, count(*) FROM document, jsonb_array_elements_text(body->'words') word GROUP BY word ORDER BY count(*) DESC, word LIMIT 5;

CREATE FUNCTION collatz(n bigint) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    steps bigint[] := ARRAY[n];
BEGIN
    WHILE n <> 1 LOOP
        n := CASE WHEN n % 2 = 0 THEN n / 2 ELSE 3 * n + 1 END;
        steps := steps || n;
    END LOOP;
    RETURN steps;
END $$;
SELECT 'collatz', sum(cardinality(collatz(n))), md5(string_agg(collatz(n)::text, ' ' ORDER BY n)) FROM generate_series(1, 1500) n;

SET work_mem = '1MB';
SELECT 'sorted', md5(string_agg(h, '')) FROM (SELECT md5(aid::text) AS h FROM pgbench_accounts ORDER BY 1) sorted;
SELECT 'windows', sum(r) FROM (SELECT rank() OVER (PARTITION BY aid % 100 ORDER BY abalance, aid) AS r FROM pgbench_accounts) ranked;
DELETE FROM document WHERE id % 3 = 0;
VACUUM ANALYZE document;
SELECT 'left', count(*) FROM document;
