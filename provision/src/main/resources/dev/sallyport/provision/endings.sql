SELECT login FROM sp.ending ORDER BY login
