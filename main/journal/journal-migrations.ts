import type { Migration } from '../../db/migrations/migration.ts'

/** The journal's own schema. `command` is append-only; its bodies are `type@version` JSON and never migrated. */
export const JOURNAL_MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'commands',
    statements: [
      `CREATE TABLE command (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        version INTEGER NOT NULL,
        class TEXT NOT NULL,
        args TEXT NOT NULL,
        at INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        operator_id TEXT,
        station TEXT NOT NULL,
        hash TEXT NOT NULL
      )`,
      `CREATE TRIGGER command_is_append_only_update BEFORE UPDATE ON command
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END`,
      `CREATE TRIGGER command_is_append_only_delete BEFORE DELETE ON command
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END`,
    ],
  },
  {
    number: 2,
    name: 'sessions-and-replies',
    statements: [
      `CREATE TABLE session (
        id TEXT PRIMARY KEY,
        operator_id TEXT,
        pending_operator_id TEXT,
        language TEXT NOT NULL,
        screen TEXT NOT NULL,
        state TEXT NOT NULL,
        seen_at INTEGER NOT NULL
      )`,
      `CREATE TABLE scan_reply (
        scan_id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL,
        reply TEXT NOT NULL,
        at INTEGER NOT NULL
      )`,
      'CREATE INDEX scan_reply_by_at ON scan_reply (at)',
      `CREATE TABLE scan_log (
        id INTEGER PRIMARY KEY,
        scan_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        screen TEXT NOT NULL,
        code TEXT NOT NULL,
        source TEXT NOT NULL,
        accepted INTEGER NOT NULL,
        name TEXT NOT NULL,
        message_code TEXT NOT NULL,
        operator_id TEXT,
        order_id TEXT
      )`,
      'CREATE INDEX scan_log_refused ON scan_log (accepted, id)',
      `CREATE TABLE sign_in (
        badge TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        locked_until INTEGER NOT NULL
      )`,
    ],
  },
  {
    number: 3,
    name: 'print-jobs-and-counters',
    statements: [
      `CREATE TABLE print_job (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        copy INTEGER NOT NULL,
        reason TEXT,
        order_id TEXT NOT NULL,
        carton_id TEXT NOT NULL,
        code TEXT NOT NULL,
        input TEXT NOT NULL,
        sha256 TEXT,
        attempt INTEGER NOT NULL,
        operator_id TEXT,
        requested_at INTEGER NOT NULL,
        sent_at INTEGER,
        closed_at INTEGER
      )`,
      'CREATE INDEX print_job_by_carton ON print_job (carton_id, copy)',
      'CREATE INDEX print_job_by_state ON print_job (state, requested_at)',
      'CREATE INDEX print_job_by_code ON print_job (code)',
      'CREATE INDEX print_job_by_time ON print_job (requested_at)',
      'CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL)',
      'CREATE TABLE saved (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
    ],
  },
  {
    number: 4,
    name: 'centre',
    statements: [
      'ALTER TABLE command ADD COLUMN claim TEXT',
      // One row once a station has joined a centre; before that none. `base_seq` is the last command of the time alone.
      `CREATE TABLE membership (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        centre TEXT NOT NULL,
        station_id TEXT NOT NULL,
        station_number INTEGER NOT NULL,
        incarnation TEXT NOT NULL,
        timeline TEXT NOT NULL,
        base_seq INTEGER NOT NULL,
        durable_seq INTEGER NOT NULL,
        online_at INTEGER
      )`,
      // The centre's one outcome of each command that was sent; a command without a row here is not answered.
      `CREATE TABLE outcome (
        seq INTEGER PRIMARY KEY,
        status TEXT NOT NULL,
        code TEXT NOT NULL,
        params TEXT NOT NULL,
        revision INTEGER NOT NULL,
        at INTEGER NOT NULL
      )`,
      // What was asked of the centre (INTENTs): kept so that a lost answer is asked for, and a restored centre asked again.
      `CREATE TABLE request (
        id TEXT PRIMARY KEY,
        type TEXT NOT NULL,
        version INTEGER NOT NULL,
        args TEXT NOT NULL,
        at INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        operator_id TEXT,
        station TEXT NOT NULL,
        after_seq INTEGER NOT NULL,
        state TEXT NOT NULL,
        decision TEXT,
        revision INTEGER,
        asked_at INTEGER NOT NULL
      )`,
      'CREATE INDEX request_by_state ON request (state, asked_at)',
    ],
  },
  {
    number: 5,
    name: 'print-attempts',
    statements: [
      // One row for each time that one page is brought to one printer, written before any I/O. `(print_job_id, number)` is the
      // key that lets no attempt be made twice; `turn` is its place in the printer's queue, kept when it is tried again.
      `CREATE TABLE print_attempt (
        id TEXT PRIMARY KEY,
        print_job_id TEXT,
        number INTEGER NOT NULL,
        document TEXT NOT NULL,
        source TEXT NOT NULL,
        printer_id TEXT NOT NULL,
        printer_name TEXT NOT NULL,
        state TEXT NOT NULL,
        turn INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        bytes_left TEXT,
        sha256 TEXT,
        reason TEXT,
        operator_id TEXT,
        requested_at INTEGER NOT NULL,
        sent_at INTEGER,
        ended_at INTEGER,
        UNIQUE (print_job_id, number)
      )`,
      'CREATE INDEX print_attempt_by_turn ON print_attempt (state, printer_id, turn)',
      'CREATE INDEX print_attempt_by_time ON print_attempt (printer_id, requested_at)',
      'CREATE INDEX print_attempt_turn ON print_attempt (turn)',
    ],
  },
]
