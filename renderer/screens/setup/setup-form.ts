import { OperatorForm, SiteForm } from '../../../contract/station/site.ts'

/** The five steps of Set-up, in their order. */
export const SETUP_STEPS = ['site', 'sender', 'prefix', 'administrator', 'data'] as const
export type SetupStep = (typeof SETUP_STEPS)[number]

/** Everything that Set-up asks for, as typed; nothing of it is sent before the fourth step is left. */
export type SetupForm = {
  readonly name: string
  readonly timeZone: string
  readonly currency: string
  readonly labelLanguage: 'ko' | 'en'
  readonly senderName: string
  readonly senderPhone: string
  readonly senderPostcode: string
  readonly senderLine1: string
  readonly senderLine2: string
  readonly gs1Prefix: string
  readonly noPrefix: boolean
  readonly adminName: string
  readonly badge: string
  readonly pin: string
  readonly pinAgain: string
}

/** What a store starts from: the machine's own time zone, and the language of the screen for labels. */
export function emptyForm(timeZone: string, language: 'ko' | 'en'): SetupForm {
  return {
    name: '',
    timeZone,
    currency: timeZone === 'Asia/Seoul' ? 'KRW' : 'USD',
    labelLanguage: language,
    senderName: '',
    senderPhone: '',
    senderPostcode: '',
    senderLine1: '',
    senderLine2: '',
    gs1Prefix: '',
    noPrefix: false,
    adminName: '',
    badge: '',
    pin: '',
    pinAgain: '',
  }
}

/** The site as the contract wants it. */
export function siteOf(form: SetupForm): SiteForm {
  const { name, timeZone, currency, labelLanguage, senderName, senderPhone, senderPostcode, senderLine1, senderLine2 } =
    form
  return {
    name,
    timeZone,
    currency,
    labelLanguage,
    senderName,
    senderPhone,
    senderPostcode,
    senderLine1,
    senderLine2,
    gs1Prefix: form.noPrefix ? null : form.gs1Prefix,
  }
}

/** The first administrator as the contract wants it. */
export function administratorOf(form: SetupForm): OperatorForm {
  return {
    id: null,
    badge: form.badge,
    name: form.adminName,
    role: 'administrator',
    pin: form.pin,
    language: form.labelLanguage,
    active: true,
  }
}

const FIELDS: Readonly<Record<Exclude<SetupStep, 'data'>, readonly (keyof SetupForm)[]>> = {
  site: ['name', 'timeZone', 'currency'],
  sender: ['senderName', 'senderPhone', 'senderPostcode', 'senderLine1', 'senderLine2'],
  prefix: ['gs1Prefix'],
  administrator: ['adminName', 'badge', 'pin', 'pinAgain'],
}

/** Fields of a step that may not stay as they are; empty when the step may be left. */
export function openFields(step: SetupStep, form: SetupForm): ReadonlySet<keyof SetupForm> {
  if (step === 'data') return new Set()
  const site = SiteForm.safeParse(siteOf(form))
  const administrator = OperatorForm.safeParse(administratorOf(form))
  const wrong = new Set<string>([
    ...(site.success ? [] : site.error.issues.map((issue) => String(issue.path[0]))),
    ...(administrator.success
      ? []
      : administrator.error.issues.map((issue) => (issue.path[0] === 'name' ? 'adminName' : String(issue.path[0])))),
  ])
  if (form.pin === '') wrong.add('pin')
  if (form.pinAgain !== form.pin) wrong.add('pinAgain')
  return new Set(FIELDS[step].filter((field) => wrong.has(field)))
}
