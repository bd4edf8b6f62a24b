-- The student information system (store `sis`): names in capitals and small letters, keys drawn at random.

CREATE TABLE "Program" (
  "Code" VARCHAR(20) PRIMARY KEY,
  "Title" VARCHAR(160) NOT NULL,
  "RncpCode" VARCHAR(12)
);

CREATE TABLE "Site" (
  "Id" INTEGER PRIMARY KEY,
  "Host" VARCHAR(80) NOT NULL UNIQUE,
  "City" VARCHAR(60)
);

CREATE TABLE "Student" (
  "Id" CHAR(36) PRIMARY KEY,
  "Number" VARCHAR(40) NOT NULL UNIQUE,
  "Status" VARCHAR(12) NOT NULL,
  "Civility" VARCHAR(4),
  "LastName" VARCHAR(80) NOT NULL,
  "FirstName" VARCHAR(80) NOT NULL,
  "BirthDate" DATE,
  "Phone" VARCHAR(20),
  "Email" VARCHAR(120) NOT NULL UNIQUE,
  "Street" VARCHAR(160),
  "PostalCode" CHAR(5),
  "City" VARCHAR(60),
  "SiteId" INTEGER,
  "ApplicationClosedOn" DATE,
  "RegisteredAt" TIMESTAMP NOT NULL,
  FOREIGN KEY ("SiteId") REFERENCES "Site" ("Id")
);

CREATE TABLE "Guardian" (
  "Id" CHAR(36) PRIMARY KEY,
  "LastName" VARCHAR(80) NOT NULL,
  "FirstName" VARCHAR(80) NOT NULL,
  "Email" VARCHAR(120),
  "Phone" VARCHAR(20)
);

-- A minor's enrolment is final only with this.
CREATE TABLE "ParentalConsent" (
  "StudentId" CHAR(36) NOT NULL,
  "GuardianId" CHAR(36) NOT NULL,
  "SignedOn" DATE,
  PRIMARY KEY ("StudentId", "GuardianId"),
  FOREIGN KEY ("StudentId") REFERENCES "Student" ("Id"),
  FOREIGN KEY ("GuardianId") REFERENCES "Guardian" ("Id")
);
CREATE INDEX "ParentalConsentGuardian" ON "ParentalConsent" ("GuardianId");

CREATE TABLE "Enrolment" (
  "Id" CHAR(36) PRIMARY KEY,
  "StudentId" CHAR(36) NOT NULL,
  "ProgramCode" VARCHAR(20) NOT NULL,
  "StartsOn" DATE NOT NULL,
  "EndedOn" DATE,
  "Company" VARCHAR(120),
  FOREIGN KEY ("StudentId") REFERENCES "Student" ("Id"),
  FOREIGN KEY ("ProgramCode") REFERENCES "Program" ("Code")
);
CREATE INDEX "EnrolmentStudent" ON "Enrolment" ("StudentId", "EndedOn");
CREATE INDEX "EnrolmentEnded" ON "Enrolment" ("EndedOn");

CREATE TABLE "Grade" (
  "Id" BIGINT PRIMARY KEY,
  "EnrolmentId" CHAR(36) NOT NULL,
  "Module" VARCHAR(60) NOT NULL,
  "Letter" CHAR(1),
  "Comment" TEXT,
  FOREIGN KEY ("EnrolmentId") REFERENCES "Enrolment" ("Id") ON DELETE CASCADE
);
CREATE INDEX "GradeEnrolment" ON "Grade" ("EnrolmentId");

CREATE TABLE "Absence" (
  "Id" BIGINT PRIMARY KEY,
  "EnrolmentId" CHAR(36) NOT NULL,
  "Day" DATE,
  "Reason" VARCHAR(200),
  FOREIGN KEY ("EnrolmentId") REFERENCES "Enrolment" ("Id")
);
CREATE INDEX "AbsenceEnrolment" ON "Absence" ("EnrolmentId");

-- The register of diplomas outlives the file of the student.
CREATE TABLE "Diploma" (
  "Id" CHAR(36) PRIMARY KEY,
  "StudentId" CHAR(36),
  "HolderName" VARCHAR(160) NOT NULL,
  "HolderBirthDate" DATE,
  "Title" VARCHAR(160) NOT NULL,
  "IssuedOn" DATE NOT NULL,
  FOREIGN KEY ("StudentId") REFERENCES "Student" ("Id") ON DELETE SET NULL
);
CREATE INDEX "DiplomaStudent" ON "Diploma" ("StudentId");
CREATE INDEX "DiplomaIssued" ON "Diploma" ("IssuedOn");

CREATE TABLE "Document" (
  "Id" BIGINT PRIMARY KEY,
  "StudentId" CHAR(36) NOT NULL,
  "Kind" VARCHAR(20) NOT NULL,
  "FileName" VARCHAR(80) NOT NULL,
  FOREIGN KEY ("StudentId") REFERENCES "Student" ("Id")
);
CREATE INDEX "DocumentStudent" ON "Document" ("StudentId");

CREATE TABLE "Account" (
  "Id" BIGINT PRIMARY KEY,
  "StudentId" CHAR(36) NOT NULL,
  "Login" VARCHAR(60) NOT NULL UNIQUE,
  "PasswordHash" VARCHAR(100),
  "Newsletter" BOOLEAN NOT NULL,
  "Preferences" JSON,
  FOREIGN KEY ("StudentId") REFERENCES "Student" ("Id")
);
CREATE INDEX "AccountStudent" ON "Account" ("StudentId");

CREATE TABLE "AccountIncident" (
  "Id" BIGINT PRIMARY KEY,
  "AccountId" BIGINT NOT NULL,
  "ReportedAt" TIMESTAMP NOT NULL,
  "What" TEXT NOT NULL,
  FOREIGN KEY ("AccountId") REFERENCES "Account" ("Id")
);
CREATE INDEX "AccountIncidentAccount" ON "AccountIncident" ("AccountId");

CREATE TABLE "SurveyAnswer" (
  "Id" BIGINT PRIMARY KEY,
  "StudentId" CHAR(36),
  "Survey" VARCHAR(20) NOT NULL,
  "AnsweredAt" TIMESTAMP NOT NULL,
  "Opinion" TEXT,
  "Employment" VARCHAR(60),
  FOREIGN KEY ("StudentId") REFERENCES "Student" ("Id") ON DELETE SET NULL
);
CREATE INDEX "SurveyAnswerStudent" ON "SurveyAnswer" ("StudentId");
CREATE INDEX "SurveyAnswerAt" ON "SurveyAnswer" ("AnsweredAt");
