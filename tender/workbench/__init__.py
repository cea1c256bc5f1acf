"""The verbs: what a person does. Each takes (session, actor, …), checks who may, and never commits."""
