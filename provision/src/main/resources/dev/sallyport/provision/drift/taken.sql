-- What hardening took from PUBLIC, by which it gives it back.
SELECT 'MADE', '', '', 'what it took', '', '', '', '', '', '', md5(string_agg(t::text, E'\n' ORDER BY t::text)), '', '', ''
  FROM sp.taken t
