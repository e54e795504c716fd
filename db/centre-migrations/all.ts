import type { Migration } from '../migrations/migration.ts'
import { log } from './0001-log.ts'
import { outcomes } from './0002-outcomes.ts'
import { access } from './0003-access.ts'
import { adoption } from './0004-adoption.ts'
import { restored } from './0005-restored.ts'

/**
 * Every migration of the tables that only a centre has, in order of their numbers. A centre applies them after those of
 * the shared tables and remembers them in a table of their own ({@link CENTRE_SCHEMA}).
 */
export const CENTRE_MIGRATIONS: readonly Migration[] = [log, outcomes, access, adoption, restored]

/** Creates the table that remembers which of them were applied. */
export const CENTRE_SCHEMA =
  'CREATE TABLE IF NOT EXISTS centre_schema (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)'
