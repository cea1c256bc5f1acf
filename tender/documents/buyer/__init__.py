"""The buyer's own files filled: acte d'engagement, DC1, DC2, cadres de réponse, price schedules."""
