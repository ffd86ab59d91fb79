SELECT object, source, live FROM sp.made
