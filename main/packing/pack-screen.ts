import { type Decision, refuse } from '../../commands/command.ts'
import { changeService, closeCarton, labelCarton, undoCarton } from '../../commands/packing/close-carton.ts'
import { finishOrder } from '../../commands/packing/finish-order.ts'
import { openCarton } from '../../commands/packing/open-carton.ts'
import { openOrder, parkOrder, seeNote } from '../../commands/packing/open-order.ts'
import { packUnit, unpackUnit } from '../../commands/packing/pack-unit.ts'
import type { PackBench } from '../../contract/station/packing.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { decidePack, packInHand } from '../../domain/decide-pack.ts'
import { FEEDBACK, type FeedbackName } from '../../domain/feedback.ts'
import {
  FRESH_PACK,
  isWeighed,
  type PackOutcome,
  type PackProgress,
  type PackRequest,
  unitsLeft,
} from '../../domain/pack.ts'
import { supervises } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import type { FloorScreenDefinition, Turn, TurnResult } from '../floor/floor-desk.ts'
import type { Counters } from '../journal/counters.ts'
import { openTemplates } from '../labels/templates.ts'
import type { PrintJob, PrintJobs } from '../printing/print-jobs.ts'
import { type CartonBlocks, openCartonBlocks } from './carton-blocks.ts'
import type { CartonDesk } from './carton-desk.ts'
import { cartonNumber, type NumberSource } from './carton-number.ts'
import { labelInput } from './label-input.ts'
import { expectedThing, nextCopy, viewOf } from './label-jobs.ts'
import { type LoadedOrder, loadOrder } from './load-order.ts'
import { packBench } from './pack-bench.ts'
import { planService, type ServicePlan, servicesFor } from './service-desk.ts'
import { carrierLine, serviceChoices } from './service-view.ts'
import { afterOrder, asShared, sharedView, toteOnBench } from './sort-desk.ts'

/** What a carton is closed with; `code` is a service that somebody chose. */
type Closing = { cartonId: string; weightGrams: number | null; code?: string | null; attached?: boolean }

/** A question about the service of a carton. */
type Asking = {
  name: FeedbackName
  params: Record<string, string | number>
  code: string | null
  weightGrams: number | null
}

/** Where a packer stands whose carton waits for its service, or for its weight. */
function askedFor(base: PackProgress, wanted: PackProgress, { name, code, weightGrams }: Asking): PackProgress {
  if (name === 'serviceWeighFirst') return { ...base, mode: 'weigh', weightGrams: null }
  const partial = wanted.mode === 'partial' || base.service?.partial === true
  return { ...base, mode: 'service', service: { code, weightGrams, partial } }
}

/** The packing screen: verified units into cartons, a label per closed carton, and nothing shipped that was not scanned. */
export function packingScreen(
  core: StationCore,
  counters: Counters,
  printJobs: PrintJobs,
  blocks: CartonBlocks = openCartonBlocks(core),
  cartons: Pick<CartonDesk, 'plannedType'> = { plannedType: () => null },
): FloorScreenDefinition<PackBench> {
  const numbers = (): NumberSource => ({ counters, blocks: core.joined() ? blocks : null })
  const templates = openTemplates(core)
  const waiting = core.store.reader.prepare(`SELECT count(*) FROM tote WHERE state = 'at_bench'`).pluck()
  const types = core.store.reader.prepare('SELECT * FROM carton_type ORDER BY id')

  const decide = async (turn: Turn): Promise<TurnResult> => {
    const { work, session, meaning, actor, operator } = turn
    const loaded = await loadOrder(work.tx, session.state.pack.packSessionId, actor.operatorId, printJobs)
    await offerServices(turn, loaded)
    const tote = loaded === null ? await toteOnBench(work.tx, session.state.pack, actor.operatorId) : null
    // Somebody else packed the last order of it.
    if (loaded === null && tote === null && session.state.pack.shared != null)
      session.state.pack = { ...session.state.pack, shared: null }
    const scan = {
      ...{ typed: turn.request.source === 'typed', takesOver: supervises(operator.role) },
      shared: tote?.shared ?? null,
    }
    const decided = decidePack(loaded?.pack ?? null, session.state.pack, meaning, core.policies(), scan)
    const outcome = await asShared(work.tx, decided, actor.operatorId)
    const result = await carryOut(outcome, turn, loaded)
    const after = await afterOrder(work.tx, session.state.pack, result)
    session.state.pack = after.progress
    return after.result
  }

  /** Runs what was decided; what is in hand of a shared tote goes into the carton of its order with the same scan. */
  const carryOut = async (outcome: PackOutcome, turn: Turn, loaded: LoadedOrder | null): Promise<TurnResult> => {
    const { work, session, actor } = turn
    const orderId = loaded?.order.id ?? null
    const expected = expectedThing(loaded)
    if (outcome.request === null) {
      session.state.pack = outcome.progress
      return { name: outcome.say, params: outcome.params, expected, orderId }
    }
    const before = session.state.pack
    session.state.pack = outcome.progress
    asking = null
    const decision = await request(outcome.request, turn, loaded)
    if (asking !== null) {
      // The unit of the scan is packed; of a carton that is not closed nothing is forgotten.
      const base = outcome.request.type === 'pack' ? outcome.progress : before
      session.state.pack = askedFor(base, outcome.progress, asking)
      const { name, params } = asking as Asking
      return { name, params, expected, orderId }
    }
    if (!decision.ok) {
      session.state.pack = before
      const name = decision.refusal.name
      if (!(name in FEEDBACK)) throw new Error(`Packing cannot say ${name}`)
      return {
        name: name as FeedbackName,
        params: { ...outcome.params, ...decision.refusal.params },
        expected,
        orderId,
      }
    }
    // Only into a carton that this bench asked for: one that was open before may stand at another bench.
    if (outcome.request.type === 'open-carton' && session.state.pack.inHand != null) {
      const opened = await loadOrder(work.tx, session.state.pack.packSessionId, actor.operatorId, printJobs)
      const next = opened === null ? null : packInHand(opened.pack, session.state.pack, core.policies())
      if (next !== null) return carryOut(next, turn, opened)
      session.state.pack = { ...session.state.pack, inHand: null }
    }
    const finished = await finishWhenDone(turn)
    return finished ?? { name: outcome.say, params: outcome.params, orderId }
  }

  const request = async (wanted: PackRequest, turn: Turn, loaded: LoadedOrder | null): Promise<Decision<unknown>> => {
    const { work, actor, session, operator } = turn
    if (wanted.type === 'open') {
      const takeOver = supervises(operator.role)
      const decision = await work.run(openOrder, { toteId: wanted.toteId, takeOver }, actor)
      if (decision.ok) session.state.pack = { ...FRESH_PACK, packSessionId: decision.value.packSessionId }
      return decision
    }
    if (wanted.type === 'open-waiting') {
      const { toteId, orderId, inHand, partial } = wanted
      const decision = await work.run(openOrder, { toteId, orderId, takeOver: supervises(operator.role) }, actor)
      const { shared = null } = session.state.pack
      const mode = partial ? ('partial' as const) : ('work' as const)
      if (decision.ok)
        session.state.pack = { ...FRESH_PACK, packSessionId: decision.value.packSessionId, shared, inHand, mode }
      return decision
    }
    const here = present(loaded, 'all other requests come from an open order')
    switch (wanted.type) {
      case 'park':
        return work.run(parkOrder, { packSessionId: here.session.id }, actor)
      case 'see-note':
        return work.run(seeNote, { orderId: here.order.id }, actor)
      case 'open-carton':
        return work.run(openCarton, { packSessionId: here.session.id, cartonTypeId: wanted.cartonTypeId }, actor)
      case 'pack':
        return pack(wanted, turn, here)
      case 'unpack':
        return work.run(unpackUnit, { cartonLineId: wanted.cartonLineId, quantity: wanted.quantity }, actor)
      case 'choose-service':
        return here.carton?.state === 'closed' ? change(wanted, turn, here) : close(wanted, turn, here)
      case 'undo-carton':
        return undo(wanted.cartonId, turn)
      case 'close':
        return close(wanted, turn, here)
      case 'verify-label':
        return verify(wanted, turn)
      case 'label-failed':
        return failLabel(wanted, turn)
      case 'finish':
        return work.run(finishOrder, { packSessionId: here.session.id, partial: wanted.partial }, actor)
    }
  }

  const pack = async (
    wanted: PackRequest & { type: 'pack' },
    turn: Turn,
    here: LoadedOrder,
  ): Promise<Decision<unknown>> => {
    const { work, actor, meaning } = turn
    const carton = present(here.carton, 'units are packed into an open carton')
    const { orderLineId, quantity, lot, serial } = wanted
    const scans = [
      { at: work.now, code: meaning.text, kind: serial !== '' && meaning.item === null ? 'serial' : 'item' },
    ]
    const decision = await work.run(packUnit, { cartonId: carton.id, orderLineId, quantity, lot, serial, scans }, actor)
    const weighed = here.pack.carton !== null && isWeighed(here.pack.carton, core.policies())
    if (!decision.ok || !wanted.close || weighed) return decision
    // The unit is packed; that no number is left is said when the carton is closed by itself.
    if (core.joined() && blocks.left() === 0) return decision
    const after = present(
      await loadOrder(work.tx, here.session.id, actor.operatorId, printJobs),
      'the session is still open',
    )
    return close({ cartonId: carton.id, weightGrams: null }, turn, after)
  }

  /** Closes a carton under a number that is taken from the journal's counter, and lets its print job be born with it. */
  const close = async (wanted: Closing, turn: Turn, here: LoadedOrder): Promise<Decision<unknown>> => {
    const { work, actor } = turn
    const site = present(core.site(), 'nobody packs before set-up')
    const plan = await planFor(wanted, turn, here)
    if (plan.kind === 'ask') return ask(plan, wanted.weightGrams)
    const code = await cartonNumber(site, numbers(), work)
    if (code === null) return refuse('needsCentre')
    const service = plan.kind === 'ready' ? plan.service : null
    const { cartonId, weightGrams } = wanted
    const closing = { cartonId, weightGrams, code: code.code, codeKind: code.kind, service }
    const decision = await work.run(closeCarton, closing, actor)
    if (!decision.ok) return decision
    const last = unitsLeft(here.pack) === 0
    const input = labelInput({
      site,
      order: here.order,
      carton: { number: decision.value.number, weightGrams },
      code,
      carrier: await carrierLine(work.tx, cartonId, here.order),
      cartonCount: last ? here.cartonCount : null,
      template: templates.current(core.policies().shippingTemplate),
    })
    const job: PrintJob = {
      id: work.newId(),
      kind: 'shipping-label',
      state: 'requested',
      copy: 1,
      reason: null,
      order_id: here.order.id,
      carton_id: cartonId,
      code: code.code,
      input: JSON.stringify(input),
      sha256: null,
      attempt: 0,
      operator_id: actor.operatorId,
      requested_at: work.now,
      sent_at: null,
      closed_at: null,
    }
    work.also(() => printJobs.insert(job))
    fresh.set(cartonId, job)
    return decision
  }

  /** What has to be asked before a carton can be closed; set by the request of one scan. */
  let asking: Asking | null = null
  const ask = (plan: ServicePlan & { kind: 'ask' }, weightGrams: number | null): Decision<unknown> => {
    asking = { name: plan.name, params: plan.params, code: plan.code, weightGrams }
    return refuse(plan.name, plan.params)
  }
  const planFor = ({ code = null, attached = false, weightGrams }: Closing, turn: Turn, here: LoadedOrder) =>
    planService(
      turn.work.tx,
      {
        carton: present(here.carton, 'only a carton that is there is closed'),
        ...{ weightGrams, at: turn.work.now, role: turn.operator.role },
      },
      { code, attached },
    )

  /** Another service for a closed carton: the label that it has counts no more, and the next one names the new service. */
  const change = async (wanted: Closing, turn: Turn, here: LoadedOrder): Promise<Decision<unknown>> => {
    const { work, actor } = turn
    const { cartonId } = wanted
    const weightGrams = here.carton?.weight_grams ?? null
    const plan = await planFor({ ...wanted, weightGrams }, turn, here)
    if (plan.kind === 'ask') return ask(plan, weightGrams)
    if (plan.kind === 'none') return refuse('serviceUnknown', { service: wanted.code ?? '' })
    const decision = await work.run(changeService, { cartonId, service: plan.service }, actor)
    const job = printJobs.ofCarton(cartonId)
    if (!decision.ok || job === undefined) return decision
    const copied = nextCopy(job, 'service-changed', work.now, actor.operatorId)
    const carrier = (await carrierLine(work.tx, cartonId, here.order)).slice(0, 80)
    const input = JSON.stringify({ ...(JSON.parse(copied.input) as object), carrier })
    const next: PrintJob = { ...copied, id: work.newId(), input }
    work.also(() => {
      if (printJobs.get(job.id)?.state === 'sending') printJobs.move(job.id, 'unknown')
      printJobs.move(job.id, 'voided', { closed_at: work.now })
      printJobs.insert(next)
    })
    fresh.set(cartonId, next)
    return decision
  }

  /** While a service is chosen, the order says which ones there are. */
  const offerServices = async ({ work, session, operator }: Turn, loaded: LoadedOrder | null): Promise<void> => {
    const { pack } = session.state
    if (pack.mode !== 'service' || loaded?.carton == null || loaded.pack.carton === null) return
    const weightGrams = loaded.carton.weight_grams ?? pack.service?.weightGrams ?? null
    const { carton } = loaded
    const services = await servicesFor(work.tx, { carton, weightGrams, at: work.now, role: operator.role })
    if (services === null) return
    const { offers, kept } = services
    loaded.pack.carton.offers = offers.map(({ serviceCode }) => ({
      code: serviceCode,
      name: kept.book.services.find(({ code }) => code === serviceCode)?.name ?? serviceCode,
    }))
  }
  // A print job of this very work is not in the file yet, but the bench has to show it.
  const fresh = new Map<string, PrintJob>()

  const undo = async (cartonId: string, turn: Turn): Promise<Decision<unknown>> => {
    const job = printJobs.ofCarton(cartonId)
    const decision = await turn.work.run(undoCarton, { cartonId }, turn.actor)
    if (decision.ok && job !== undefined && job.state !== 'voided')
      turn.work.also(() => printJobs.move(job.id, 'voided', { closed_at: turn.work.now }))
    return decision
  }

  const verify = async (wanted: PackRequest & { type: 'verify-label' }, turn: Turn): Promise<Decision<unknown>> => {
    const decision = await turn.work.run(
      labelCarton,
      { cartonId: wanted.cartonId, printJobId: wanted.printJobId },
      turn.actor,
    )
    if (decision.ok)
      turn.work.also(() => {
        // The paper is the proof that it was sent, even when the host never said so.
        if (printJobs.get(wanted.printJobId)?.state === 'sending')
          printJobs.move(wanted.printJobId, 'sent', { sent_at: turn.work.now })
        printJobs.move(wanted.printJobId, 'verified', { closed_at: turn.work.now })
      })
    return decision
  }

  /** The label is not usable: its job ends, and one more copy is requested with the reason. */
  const failLabel = async (wanted: PackRequest & { type: 'label-failed' }, turn: Turn): Promise<Decision<unknown>> => {
    const job = present(printJobs.get(wanted.printJobId), 'print jobs are never removed')
    const supervised = printJobs.reprints(job.carton_id) >= core.policies().freeReprints
    if (supervised && !supervises(turn.operator.role))
      return { ok: false, refusal: { name: 'supervisorNeeded', params: { copies: job.copy } } }
    const next: PrintJob = {
      ...nextCopy(job, wanted.reason, turn.work.now, turn.actor.operatorId),
      id: turn.work.newId(),
    }
    turn.work.also(() => {
      if (printJobs.get(job.id)?.state === 'sending') printJobs.move(job.id, 'unknown')
      printJobs.move(job.id, wanted.reason === 'not-printed' ? 'failed' : 'voided', { closed_at: turn.work.now })
      printJobs.insert(next)
    })
    fresh.set(job.carton_id, next)
    return { ok: true, value: null }
  }

  /** When the last carton carries its verified label and nothing is missing, the order is packed without another scan. */
  const finishWhenDone = async (turn: Turn): Promise<TurnResult | null> => {
    const { session, work, actor } = turn
    const loaded = await loadOrder(work.tx, session.state.pack.packSessionId, actor.operatorId, printJobs)
    if (loaded === null || loaded.carton !== null || unitsLeft(loaded.pack) > 0 || loaded.pack.unitsMissing > 0)
      return null
    const decision = await work.run(finishOrder, { packSessionId: loaded.session.id, partial: false }, actor)
    if (!decision.ok) return null
    const { shared = null } = session.state.pack
    session.state.pack = { ...FRESH_PACK, shared, finished: { orderNumber: loaded.order.number } }
    return {
      name: 'orderPacked',
      params: { order: loaded.order.number, cartons: decision.value.cartons },
      orderId: loaded.order.id,
    }
  }

  return {
    screen: 'packing',
    kinds: ['item', 'tote', 'cartonType', 'carton'],
    decide,
    bench: async (tx, session, view, alert) => {
      const jobs: PrintJobs = { ...printJobs, ofCarton: (id) => fresh.get(id) ?? printJobs.ofCarton(id) }
      const loaded = await loadOrder(tx, session.state.pack.packSessionId, session.operatorId, jobs)
      const job = loaded?.carton ? jobs.ofCarton(loaded.carton.id) : undefined
      fresh.clear()
      if (core.joined()) void blocks.refill()
      // While an order is open, the other totes only matter where less of it is to be sent.
      const isAsked = loaded === null || session.state.pack.mode === 'partial'
      const tote = isAsked ? await toteOnBench(tx, session.state.pack, session.operatorId) : null
      const progress = loaded === null && tote === null ? { ...session.state.pack, shared: null } : session.state.pack
      return packBench(loaded, progress, core.policies(), {
        session: view,
        alert,
        waiting: loaded === null ? (waiting.get() as number) : 0,
        cartonTypes: loaded === null ? [] : (types.all() as Row<'carton_type'>[]),
        plannedType: loaded === null ? null : cartons.plannedType(loaded.session.id, loaded.carton?.id ?? null),
        printJob: job === undefined || loaded === null ? null : await viewOf(tx, job, loaded, printJobs),
        services: await serviceChoices(tx, core, session, loaded),
        shared: tote === null ? null : sharedView(tote, progress),
      })
    },
  }
}
