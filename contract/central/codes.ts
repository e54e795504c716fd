/** Why a centre turned a message away, or a station cannot reach one: the codes that people read to each other. */
export const SYNC_CODES = {
  /** Nobody answered: no network, a timeout, or a 5xx. Retried. */
  unreachable: 'E-SYN-001',
  protocolUnknown: 'E-SYN-002',
  bodyWrong: 'E-SYN-003',
  tokenWrong: 'E-SYN-004',
  signatureWrong: 'E-SYN-005',
  nonceUsed: 'E-SYN-006',
  stationRevoked: 'E-SYN-007',
  /** The same sequence number was sent with another body: the disk was cloned or changed. Both are quarantined. */
  journalForked: 'E-SYN-008',
  /** Sequence numbers are missing before this one; `expected` names the next. */
  sequenceGap: 'E-SYN-009',
  chainBroken: 'E-SYN-010',
  enrolmentWrong: 'E-SYN-011',
  centreNotEmpty: 'E-SYN-012',
  bodyTooLarge: 'E-SYN-013',
  tooManyRequests: 'E-SYN-014',
  centreFull: 'E-SYN-015',
  commandUnknown: 'E-SYN-016',
  idReused: 'E-SYN-017',
  snapshotGone: 'E-SYN-018',
  notFound: 'E-SYN-019',
  methodWrong: 'E-SYN-020',
  timelineOther: 'E-SYN-021',
  scopeUnknown: 'E-SYN-022',
  /** Refused because the operator or station may not do this. */
  notAllowed: 'E-SYN-023',
  centreBug: 'E-SYN-099',
} as const

/** One of {@link SYNC_CODES}. */
export type SyncCode = (typeof SYNC_CODES)[keyof typeof SYNC_CODES]
