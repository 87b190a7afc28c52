-- A table of a million rows with indexes, changed and asked in many ways. Everything that it prints is fixed.
PRAGMA cache_size = -32768;
PRAGMA synchronous = OFF;
CREATE TABLE item (id INTEGER PRIMARY KEY, category INTEGER NOT NULL, price INTEGER NOT NULL, name TEXT NOT NULL);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO item SELECT i, i * 7919 % 1009, i * 104729 % 499, 'item ' || (i * 31 % 65537) || substr('abcdefghijklmnopqrstuvwxyz', 1, i % 26) FROM n;
COMMIT;
CREATE INDEX item_category ON item (category, price);
CREATE INDEX item_name ON item (name) WHERE category < 200;
SELECT count(*), sum(price), min(name), max(name) FROM item;
SELECT category, count(*), sum(price), avg(price) FROM item WHERE category BETWEEN 100 AND 110 GROUP BY category;
SELECT name, count(*) AS c FROM item WHERE category < 200 AND name >= 'item 500' AND name < 'item 501' GROUP BY name ORDER BY c DESC, name LIMIT 10;
SELECT id, price FROM (SELECT id, price, row_number() OVER (PARTITION BY category ORDER BY price DESC, id) AS r FROM item WHERE category < 50)
WHERE r = 3 ORDER BY id LIMIT 10;
SELECT count(*), sum(b.id - a.id) FROM item a JOIN item b ON b.category = a.category AND b.price = a.price AND b.id > a.id WHERE a.category < 100;
SELECT length(group_concat(name)), substr(group_concat(name), 5000, 30) FROM (SELECT name FROM item WHERE category = 77 ORDER BY id);
SELECT sum(length(names)) FROM (SELECT json_group_array(json_object('id', id, 'name', name)) AS names FROM item WHERE category < 20 GROUP BY category);
BEGIN;
UPDATE item SET name = name || ' reduced', price = price / 2 WHERE category % 10 = 3;
DELETE FROM item WHERE category % 20 = 7;
COMMIT;
SELECT count(*), sum(price), sum(length(name)) FROM item;
SELECT count(*) FROM item WHERE name LIKE '%XY%' OR name GLOB '*[0-9]abc reduced';
PRAGMA integrity_check;
