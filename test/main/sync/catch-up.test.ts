import { describe, expect, it } from 'vitest'
import type { Commit } from '../../../contract/central/messages.ts'
import { CATCH_UP, type SyncEffect } from '../../../main/sync/machine.ts'
import { commit, Driver, MEMORY, SESSION, UNREACHABLE } from './step-driver.ts'

const FACTS = 1_000
const kinds = (effects: readonly SyncEffect[]) => effects.map((each) => each.do)
const acks = (revision: number, ack: number): Commit => ({ ...commit(revision), ack })

/** Online again with a thousand facts of which none was sent yet; the push of the first of them is on its way. */
function backlog(): Driver {
  return new Driver().online({ ...MEMORY, lastSeq: 10 + FACTS })
}
function send(d: Driver, ...commits: Commit[]): string[] {
  return kinds(d.feed({ on: 'commits', call: d.call('stream'), commits }))
}
function answered(d: Driver, from: number, to: number): string[] {
  const seqs = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const { limits } = SESSION
  return kinds(d.feed({ on: 'pushed', call: d.call('push'), seqs, limits, retryAfterMs: null, distrusted: null }))
}

describe('commits that come while many facts go up', () => {
  it('are applied as one with the acknowledgement of the last of those facts', () => {
    const d = backlog()
    expect(send(d, commit(101))).not.toContain('apply')
    answered(d, 11, 510)
    expect(send(d, acks(102, 510), commit(103))).not.toContain('apply')
    expect(answered(d, 511, 10 + FACTS)).not.toContain('apply')
    expect(send(d, acks(104, 10 + FACTS))).toContain('apply')
    expect(d.last('apply').commits.map(({ revision }) => revision)).toEqual([101, 102, 103, 104])
    expect(d.m.timers.hold).toBeUndefined()
  })

  it('wait for seconds at most, and the next ones begin to wait anew', () => {
    const d = backlog()
    send(d, commit(101))
    expect(d.last('setTimer')).toMatchObject({ name: 'hold', ms: CATCH_UP.ms })
    expect(kinds(d.feed({ on: 'timer', name: 'hold' }))).toContain('apply')
    d.feed({ on: 'applied', call: d.call('apply'), revision: 101, acked: 10 })
    expect(send(d, commit(102))).not.toContain('apply')
    expect(d.m.timers.hold).toBe(true)
  })

  it('wait no longer when too many wait', () => {
    const many = backlog()
    const commits = Array.from({ length: CATCH_UP.commits }, (_, index) => commit(101 + index))
    expect(send(many, ...commits)).toContain('apply')
    expect(many.last('apply').commits).toHaveLength(CATCH_UP.commits)
    const large = backlog()
    expect(send(large, commit(101, CATCH_UP.changes))).toContain('apply')
  })

  it('do not wait when the facts cannot go up', () => {
    const d = backlog()
    send(d, commit(101))
    expect(kinds(d.feed({ on: 'pushFailed', call: d.call('push'), failure: UNREACHABLE }))).toContain('apply')
  })

  it('do not wait when somebody at a screen waits for their rows', () => {
    const d = new Driver().online()
    d.feed({ on: 'asked', id: 'r1' })
    d.feed({ on: 'journaled', lastSeq: 10 + FACTS })
    send(d, commit(101))
    const effects = d.feed({ on: 'decided', id: 'r1', call: d.last('ask').call, ok: true, revision: 101 })
    expect(kinds(effects)).toContain('apply')
    expect(d.m.requests).toHaveLength(1)
    d.feed({ on: 'applied', call: d.call('apply'), revision: 101, acked: 10 })
    expect(d.last('settle')).toMatchObject({ id: 'r1', how: 'decision' })
  })

  it('are applied at once when few facts go up', () => {
    const d = new Driver().online({ ...MEMORY, lastSeq: 10 + CATCH_UP.facts })
    expect(send(d, commit(101))).toContain('apply')
  })
})
