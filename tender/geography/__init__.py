"""Places of France as facts: communes, EPCI, départements, régions, NUTS. Values in, values out."""
