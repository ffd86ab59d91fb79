SELECT about, item, clauses, privilege, keepers FROM sp.taken
