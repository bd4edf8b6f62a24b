"""The lists from which invented people are drawn: names with their accents, streets, real postcodes."""

FIRST_NAMES = {
    "F": (
        "Léa Manon Chloé Camille Inès Zoé Élise Anaïs Fatima Maëlys Noémie Océane Clémence Aïcha Solène Héloïse Jade "
        "Louise Éva Yasmine Gaëlle Mélissa Justine Agathe Lucie Romane Margaux Célia Salomé Amélie"
    ).split(),
    "M": (
        "Léo Lucas Hugo Théo Mathéo Noé Jérémy Maël Loïc Kévin Nathan Raphaël Gaël Aurélien Mehdi Rémi Benoît Étienne "
        "Thibault Yanis Anthony Clément François Bastien Ismaël Jérôme Valentin Quentin Adrien Malik"
    ).split(),
}

LAST_NAMES = (
    "Martin Bernard Dubois Thomas Robert Petit Durand Leroy Moreau Lefèvre Garcia Roux Fournier Girard Bonnet Lambert "
    "Fontaine Rousseau Vincent Müller Lefebvre Faure André Mercier Guérin Boyer Garnier Chevalier François Legrand "
    "Gauthier Perrin Clément Morin Nicolas Mathieu Dumont Brun Hébert Lemaître Benoît Rivière Pelletier Bénard Sanchez "
    "Haddad Traoré Nguyen Diallo Benali Fernandes Ferré Lacroix Masson Noël Meyer Blanc Joly Colin Aubert Carpentier "
    "Le_Goff Ben_Saïd De_Almeida D’Angelo Saint-Martin Péron Cordier Jacquet Schmitt Baudry"
).split()

STREETS = (
    "rue de la République",
    "avenue Jean-Jaurès",
    "rue des Écoles",
    "impasse du Château",
    "boulevard Gambetta",
    "chemin des Oliviers",
    "rue Victor-Hugo",
    "place de l’Église",
    "allée des Platanes",
    "rue du Général-Leclerc",
    "rue Émile-Zola",
    "cours Mirabeau",
)

PROVENCE = (
    ("13001", "Marseille"),
    ("13100", "Aix-en-Provence"),
    ("13200", "Arles"),
    ("83000", "Toulon"),
    ("83300", "Draguignan"),
    ("84000", "Avignon"),
    ("04000", "Digne-les-Bains"),
    ("05000", "Gap"),
    ("06000", "Nice"),
    ("06600", "Antibes"),
)

FRANCE = (
    *PROVENCE,
    ("63000", "Clermont-Ferrand"),
    ("75011", "Paris"),
    ("75006", "Paris"),
    ("92000", "Nanterre"),
    ("69003", "Lyon"),
    ("33000", "Bordeaux"),
    ("31000", "Toulouse"),
    ("59000", "Lille"),
    ("44000", "Nantes"),
    ("67000", "Strasbourg"),
    ("66000", "Perpignan"),
    ("35000", "Rennes"),
    ("76000", "Rouen"),
    ("54000", "Nancy"),
    ("62000", "Arras"),
    ("97400", "Saint-Denis"),
)

TRADES = (
    "boulangerie",
    "pâtisserie",
    "boucherie",
    "coiffure",
    "menuiserie",
    "plomberie",
    "électricité",
    "maçonnerie",
    "carrosserie",
    "mécanique automobile",
    "cuisine",
    "fleuristerie",
)
