import type { CommandName } from './command-code.ts'
import type { FeedbackName } from './feedback.ts'
import type { PackCarton, PackOrder, PackOutcome, PackProgress, PackStep } from './pack.ts'

/** Decides what a code means while a carton's service is chosen: one of those that it may go with, or `otherwise`. */
export function decideService(
  { carton }: PackOrder,
  progress: PackProgress,
  text: string,
  otherwise: FeedbackName,
): PackOutcome {
  const wanted = carton?.offers?.find(({ code }) => code.toUpperCase() === text.toUpperCase())
  if (carton === null || wanted === undefined)
    return { say: otherwise, params: { code: text }, progress, request: null }
  return choose(progress, carton, wanted, false)
}

/** Decides the commands around a carton's service: another one, what it needs is attached, or back; null for all others. */
export function commandAboutService(
  { carton }: PackOrder,
  progress: PackProgress,
  command: CommandName,
  step: PackStep,
): PackOutcome | null {
  if (carton === null) return null
  const { service = null, ...rest } = progress
  if (step === 'service' && command === 'confirm') {
    const wanted = carton.offers?.find(({ code }) => code === service?.code)
    return wanted === undefined ? null : choose(progress, carton, wanted, true)
  }
  if (step === 'service' && command === 'back') {
    const mode = service?.partial === true && carton.state === 'closed' ? 'partial' : 'work'
    return { say: 'acknowledged', params: {}, progress: { ...rest, mode }, request: null }
  }
  if (command !== 'otherService' || (step !== 'print' && step !== 'label') || carton.offers === null) return null
  const asked = { code: null, weightGrams: null, partial: progress.mode === 'partial' }
  return {
    say: 'chooseService',
    params: { carton: carton.number },
    progress: { ...rest, mode: 'service', service: asked },
    request: null,
  }
}

function choose(
  progress: PackProgress,
  carton: PackCarton,
  wanted: { code: string; name: string },
  attached: boolean,
): PackOutcome {
  const { service = null, ...rest } = progress
  return {
    say: carton.state === 'open' ? 'cartonClosed' : 'serviceChosen',
    params: { carton: carton.number, service: wanted.name },
    progress: { ...rest, weightGrams: null, packed: [], mode: service?.partial === true ? 'partial' : 'work' },
    request: {
      ...{ type: 'choose-service', cartonId: carton.id, code: wanted.code, attached },
      weightGrams: service?.weightGrams ?? null,
    },
  }
}
