import { EnrolmentBody, type EnrolmentReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'

/** `POST enrolments`: an active station makes a one-time code for one more. `makeCode` keeps it. */
export function enrolmentsEndpoint(makeCode: (name: string) => Promise<EnrolmentReply>): Endpoint {
  return activeEndpoint({
    method: 'POST',
    path: SYNC_PATHS.enrolments,
    bodyLimitBytes: 4_096,
    answer: async ({ body }) => jsonAnswer(await makeCode(parseBody(body, EnrolmentBody).name)),
  })
}
