SELECT login, name, "values" FROM sp.attribute
