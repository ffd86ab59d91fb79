-- Partitions and children of tables, however deep, and what they are below.
WITH RECURSIVE below(root, child) AS (
  SELECT i.inhparent, i.inhrelid FROM pg_inherits i
  UNION
  SELECT b.root, i.inhrelid FROM below b JOIN pg_inherits i ON i.inhparent = b.child
)
SELECT rn.nspname, r.relname, cn.nspname, c.relname
  FROM below b
  JOIN pg_class r ON r.oid = b.root
  JOIN pg_namespace rn ON rn.oid = r.relnamespace
  JOIN pg_class c ON c.oid = b.child
  JOIN pg_namespace cn ON cn.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'f')
