import type { Role } from './inputs.ts'

/** Who may decide for others on the floor: take over work, print beyond the policy, move stock by file. */
export const SUPERVISORS: readonly Role[] = ['lead', 'manager', 'administrator']

/** Who works on orders in the office. */
export const OFFICE_ROLES: readonly Role[] = ['service', ...SUPERVISORS]

/** True when a role, as a row holds it, may decide for others. */
export function supervises(role: string): boolean {
  return (SUPERVISORS as readonly string[]).includes(role)
}
