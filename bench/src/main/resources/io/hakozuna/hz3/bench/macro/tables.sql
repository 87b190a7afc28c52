.bail on
CREATE TABLE expected(fact TEXT, holds INTEGER CHECK (holds));
CREATE TABLE clock(began REAL);
INSERT INTO clock SELECT julianday('now');

CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER, code INTEGER, title TEXT, body TEXT);
WITH RECURSIVE number(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < :rows)
INSERT INTO book SELECT n, n * 7919 % 5000, n * 1103515245 % 2147483648, printf('Title %d of %x', n, n * 40503 % 65536),
    substr(hex(n * 2654435761 % 4294967296) || replace(printf('%*d', n % 300, n), ' ', 'ab'), 1, n % 350) FROM number;

CREATE INDEX book_author ON book(author, title);
CREATE INDEX book_code ON book(code);
CREATE INDEX book_body ON book(substr(body, 1, 20));

CREATE TABLE author AS SELECT author AS id, count(*) AS books, max(title) AS best, group_concat(substr(title, 7, 5), ';') AS titles,
    avg(length(body)) AS mean FROM book GROUP BY author;
CREATE TABLE word AS SELECT lower(substr(body, 9, 4)) AS word, count(*) AS uses FROM book GROUP BY 1;
UPDATE book SET body = upper(body) || title WHERE id % 3 = 0;
UPDATE book SET title = replace(title, 'Title', 'The book'), code = code + 1 WHERE id % 5 = 0;
CREATE TABLE pair AS SELECT a.id AS first, b.id AS second, a.title || ' / ' || b.title AS both
    FROM book a JOIN book b ON b.author = a.author AND b.id = a.id + 5000 ORDER BY both DESC;
DELETE FROM book WHERE id % 2 = 0;
INSERT INTO expected SELECT 'each author has books', sum(books) = :rows FROM author;
INSERT INTO expected SELECT 'half of the books are left', count(*) = (:rows + 1) / 2 FROM book;
INSERT INTO expected SELECT 'pairs are of one author', count(*) = :rows - 5000 FROM pair WHERE first + 5000 = second;
DROP TABLE pair;
DROP TABLE book;
DROP TABLE word;
ALTER TABLE clock ADD COLUMN seconds REAL;
UPDATE clock SET seconds = (julianday('now') - began) * 86400;
VACUUM;

.shell sleep 0.5
.separator | \n
CREATE TABLE status(line TEXT);
.import /proc/self/status status
SELECT printf('[RESULT] ops=%d seconds=%.6f ops_per_s=%d peak_rss_kib=%d rss_kib=%d', :rows, seconds, CAST(:rows / seconds AS INTEGER),
    (SELECT CAST(substr(line, 8) AS INTEGER) FROM status WHERE line LIKE 'VmHWM:%'),
    (SELECT CAST(substr(line, 8) AS INTEGER) FROM status WHERE line LIKE 'VmRSS:%')) FROM clock;
