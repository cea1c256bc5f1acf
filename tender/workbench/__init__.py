"""The verbs: what a person does. Each takes (session, actor, …), checks who may, does it, and never commits."""
