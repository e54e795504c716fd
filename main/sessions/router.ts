import { procedures } from '../rpc/station-procedures.ts'
import type { SessionService } from './session-service.ts'

/** Sign-in, language, screen and the strip; none of them needs an operator. */
export function sessionRouter(service: SessionService) {
  const { session } = procedures
  return {
    current: session.current.handler(({ context }) => service.current(context.sessionId)),
    scan: session.scan.handler(({ input, context }) => service.scan(context.sessionId, input)),
    pin: session.pin.handler(({ input, context }) => service.pin(context.sessionId, input.pin)),
    lock: session.lock.handler(({ context }) => service.lock(context.sessionId)),
    language: session.language.handler(({ input, context }) => service.language(context.sessionId, input.language)),
    screen: session.screen.handler(({ input, context }) => service.screen(context.sessionId, input.screen)),
    strip: session.strip.handler(() => service.strip()),
    echo: session.echo.handler(({ input }) => ({ text: input.text })),
  }
}
