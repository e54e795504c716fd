import type { Migration } from '../migrations/migration.ts'

/** Creates: how far each station's journal was taken, what its commands and requests were answered, what is kept aside. */
export const outcomes: Migration = {
  number: 2,
  name: 'outcomes',
  statements: [
    `CREATE TABLE "station_position" (
      id TEXT NOT NULL PRIMARY KEY,
      incarnation TEXT NOT NULL,
      applied_seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      seen_at INTEGER NOT NULL,
      cursor INTEGER NOT NULL,
      boot_id TEXT NOT NULL
    )`,
    `CREATE TABLE "outcome" (
      id TEXT NOT NULL PRIMARY KEY,
      station_id TEXT NOT NULL,
      incarnation TEXT NOT NULL,
      seq INTEGER NOT NULL,
      command_id TEXT NOT NULL,
      hash TEXT NOT NULL,
      status TEXT NOT NULL,
      code TEXT NOT NULL,
      params TEXT NOT NULL,
      revision INTEGER NOT NULL,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX outcome_by_station ON "outcome" (station_id, incarnation, seq)`,
    `CREATE UNIQUE INDEX outcome_by_command ON "outcome" (command_id)`,
    `CREATE INDEX outcome_by_at ON "outcome" (at)`,
    `CREATE TABLE "answer" (
      id TEXT NOT NULL PRIMARY KEY,
      station_id TEXT NOT NULL,
      hash TEXT NOT NULL,
      decision TEXT NOT NULL,
      revision INTEGER NOT NULL,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX answer_by_at ON "answer" (at)`,
    `CREATE TABLE "quarantine" (
      id TEXT NOT NULL PRIMARY KEY,
      station_id TEXT NOT NULL,
      incarnation TEXT NOT NULL,
      seq INTEGER NOT NULL,
      command TEXT NOT NULL,
      reason TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      state TEXT NOT NULL
    )`,
    `CREATE INDEX quarantine_by_station ON "quarantine" (station_id, state)`,
  ],
}
