-- Le logiciel de gestion d'un organisme de formation, et sa plateforme à distance (base `gestion`).
-- Des clés en toutes lettres, des clés composées, des jours en texte.

CREATE TABLE entreprises (
  siren CHAR(9) PRIMARY KEY,
  raison_sociale VARCHAR(120) NOT NULL,
  ville VARCHAR(60)
);

CREATE TABLE formations (
  code VARCHAR(12) PRIMARY KEY,
  intitule VARCHAR(120) NOT NULL,
  heures INTEGER NOT NULL
);

CREATE TABLE formateurs (
  id INTEGER PRIMARY KEY,
  nom VARCHAR(80) NOT NULL,
  prenom VARCHAR(80) NOT NULL,
  courriel VARCHAR(120),
  parti_le DATE
);

CREATE TABLE seances (
  id INTEGER PRIMARY KEY,
  code_formation VARCHAR(12) NOT NULL,
  formateur_id INTEGER,
  du DATE NOT NULL,
  au DATE NOT NULL,
  FOREIGN KEY (code_formation) REFERENCES formations (code),
  FOREIGN KEY (formateur_id) REFERENCES formateurs (id) ON DELETE SET NULL
);
CREATE INDEX seances_formateur ON seances (formateur_id);

-- Clients et prospects dans la même table : qui a eu une convention est client.
CREATE TABLE personnes (
  id INTEGER PRIMARY KEY,
  civilite VARCHAR(4),
  nom VARCHAR(80) NOT NULL,
  prenom VARCHAR(80) NOT NULL,
  date_naissance DATE,
  adresse VARCHAR(160),
  code_postal CHAR(5),
  ville VARCHAR(60),
  courriel VARCHAR(120) NOT NULL UNIQUE,
  tel_fixe VARCHAR(20),
  tel_mobile VARCHAR(20),
  statut VARCHAR(30),
  cree_le TIMESTAMP NOT NULL
);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  personne_id INTEGER NOT NULL,
  jour CHAR(10) NOT NULL,
  sens VARCHAR(8) NOT NULL,
  canal VARCHAR(10) NOT NULL,
  note TEXT,
  FOREIGN KEY (personne_id) REFERENCES personnes (id)
);
CREATE INDEX contacts_personne ON contacts (personne_id, jour);
CREATE INDEX contacts_jour ON contacts (jour);

CREATE TABLE conventions (
  numero VARCHAR(14) PRIMARY KEY,
  personne_id INTEGER NOT NULL,
  siren CHAR(9),
  date_debut DATE NOT NULL,
  date_fin DATE,
  objet VARCHAR(160),
  FOREIGN KEY (personne_id) REFERENCES personnes (id),
  FOREIGN KEY (siren) REFERENCES entreprises (siren)
);
CREATE INDEX conventions_personne ON conventions (personne_id, date_fin);
CREATE INDEX conventions_fin ON conventions (date_fin);

CREATE TABLE inscriptions (
  numero_convention VARCHAR(14) NOT NULL,
  seance_id INTEGER NOT NULL,
  assiduite INTEGER,
  resultat VARCHAR(20),
  PRIMARY KEY (numero_convention, seance_id),
  FOREIGN KEY (numero_convention) REFERENCES conventions (numero),
  FOREIGN KEY (seance_id) REFERENCES seances (id)
);
CREATE INDEX inscriptions_seance ON inscriptions (seance_id);

CREATE TABLE evaluations (
  id INTEGER PRIMARY KEY,
  numero_convention VARCHAR(14) NOT NULL,
  seance_id INTEGER NOT NULL,
  formateur_id INTEGER,
  note INTEGER,
  recommandation TEXT,
  FOREIGN KEY (numero_convention, seance_id) REFERENCES inscriptions (numero_convention, seance_id) ON DELETE CASCADE,
  FOREIGN KEY (formateur_id) REFERENCES formateurs (id) ON DELETE SET NULL
);
CREATE INDEX evaluations_inscription ON evaluations (numero_convention, seance_id);
CREATE INDEX evaluations_formateur ON evaluations (formateur_id);

CREATE TABLE financements (
  id INTEGER PRIMARY KEY,
  numero_convention VARCHAR(14) NOT NULL,
  organisme VARCHAR(60) NOT NULL,
  numero_dossier VARCHAR(30),
  FOREIGN KEY (numero_convention) REFERENCES conventions (numero)
);
CREATE INDEX financements_convention ON financements (numero_convention);

-- Ce que déclare qui inscrit quelqu'un d'autre : que la personne est d'accord.
CREATE TABLE inscriptions_par_tiers (
  numero_convention VARCHAR(14) PRIMARY KEY,
  declarant VARCHAR(120) NOT NULL,
  accord_declare_le DATE,
  FOREIGN KEY (numero_convention) REFERENCES conventions (numero)
);

-- Questionnaire d'entrée : une ligne par question.
CREATE TABLE reponses (
  id INTEGER PRIMARY KEY,
  personne_id INTEGER NOT NULL,
  question VARCHAR(20) NOT NULL,
  reponse TEXT,
  FOREIGN KEY (personne_id) REFERENCES personnes (id)
);
CREATE INDEX reponses_personne ON reponses (personne_id);

CREATE TABLE certificats (
  numero VARCHAR(16) PRIMARY KEY,
  personne_id INTEGER,
  nom_complet VARCHAR(160) NOT NULL,
  intitule VARCHAR(120) NOT NULL,
  annee INTEGER NOT NULL,
  fichier VARCHAR(60),
  FOREIGN KEY (personne_id) REFERENCES personnes (id) ON DELETE SET NULL
);
CREATE INDEX certificats_personne ON certificats (personne_id);
CREATE INDEX certificats_annee ON certificats (annee);

-- Les livres : le numéro, le jour et le montant restent.
CREATE TABLE factures (
  numero VARCHAR(14) PRIMARY KEY,
  personne_id INTEGER,
  facture_a VARCHAR(160) NOT NULL,
  adresse VARCHAR(200) NOT NULL,
  emise_le DATE NOT NULL,
  montant DECIMAL(10, 2) NOT NULL,
  FOREIGN KEY (personne_id) REFERENCES personnes (id) ON DELETE SET NULL
);
CREATE INDEX factures_personne ON factures (personne_id);
CREATE INDEX factures_emise ON factures (emise_le);

CREATE TABLE lignes_facture (
  numero_facture VARCHAR(14) NOT NULL,
  rang INTEGER NOT NULL,
  libelle VARCHAR(200) NOT NULL,
  montant DECIMAL(10, 2) NOT NULL,
  PRIMARY KEY (numero_facture, rang),
  FOREIGN KEY (numero_facture) REFERENCES factures (numero)
);

CREATE TABLE oppositions (
  personne_id INTEGER NOT NULL,
  canal VARCHAR(10) NOT NULL,
  depuis TIMESTAMP NOT NULL,
  PRIMARY KEY (personne_id, canal),
  FOREIGN KEY (personne_id) REFERENCES personnes (id)
);

-- La plateforme de formation à distance.
CREATE TABLE lms_utilisateurs (
  identifiant VARCHAR(40) PRIMARY KEY,
  personne_id INTEGER NOT NULL,
  mot_de_passe VARCHAR(100),
  FOREIGN KEY (personne_id) REFERENCES personnes (id)
);
CREATE INDEX lms_utilisateurs_personne ON lms_utilisateurs (personne_id);

CREATE TABLE lms_connexions (
  id BIGINT PRIMARY KEY,
  identifiant VARCHAR(40) NOT NULL,
  debut TIMESTAMP NOT NULL,
  secondes INTEGER,
  module VARCHAR(60),
  FOREIGN KEY (identifiant) REFERENCES lms_utilisateurs (identifiant) ON DELETE CASCADE
);
CREATE INDEX lms_connexions_identifiant ON lms_connexions (identifiant, debut);

CREATE TABLE lms_messages (
  id INTEGER PRIMARY KEY,
  identifiant VARCHAR(40) NOT NULL,
  texte TEXT NOT NULL,
  envoye_le TIMESTAMP NOT NULL,
  FOREIGN KEY (identifiant) REFERENCES lms_utilisateurs (identifiant)
);
CREATE INDEX lms_messages_identifiant ON lms_messages (identifiant);
