import type { Migration } from '../migrations/migration.ts'

/** Creates: who may ask the centre: one-time codes, tokens, used nonces, the keys of integrators and their answers. */
export const access: Migration = {
  number: 3,
  name: 'access',
  statements: [
    `CREATE TABLE "enrolment" (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      used_by TEXT
    )`,
    `CREATE INDEX enrolment_by_expires ON "enrolment" (expires_at)`,
    `CREATE TABLE "station_session" (
      id TEXT NOT NULL PRIMARY KEY,
      station_id TEXT NOT NULL,
      incarnation TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    )`,
    `CREATE INDEX station_session_by_station ON "station_session" (station_id)`,
    `CREATE INDEX station_session_by_expires ON "station_session" (expires_at)`,
    `CREATE TABLE "nonce" (
      id TEXT NOT NULL PRIMARY KEY,
      expires_at INTEGER NOT NULL
    )`,
    `CREATE INDEX nonce_by_expires ON "nonce" (expires_at)`,
    `CREATE TABLE "api_key" (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      revoked_at INTEGER,
      used_at INTEGER
    )`,
    `CREATE TABLE "idempotency" (
      id TEXT NOT NULL PRIMARY KEY,
      hash TEXT NOT NULL,
      status INTEGER NOT NULL,
      body TEXT NOT NULL,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX idempotency_by_at ON "idempotency" (at)`,
  ],
}
