import { describe, expect, it } from 'vitest'
import { CATCH_UP } from '../../../main/sync/machine.ts'
import { commit, Driver, UNREACHABLE } from './step-driver.ts'

const FACTS = CATCH_UP.facts * 3

/** A station that came back with many facts; the last push before that was not answered. */
function backWithFacts(): Driver {
  const d = new Driver().online()
  d.feed({ on: 'journaled', lastSeq: d.m.lastSeq + FACTS })
  d.feed({ on: 'pushFailed', call: d.call('push'), failure: UNREACHABLE })
  d.feed({ on: 'streamClosed', call: d.call('stream'), failure: UNREACHABLE })
  d.feed({ on: 'retryAsked' })
  if (d.m.phase === 'offline') d.feed({ on: 'retryAsked' })
  return d
}

describe('commits that wait for a backlog', () => {
  it('wait although the last push before the network came back had failed', () => {
    const d = backWithFacts()
    d.feed({ on: 'timer', name: 'reopen' })
    if (d.m.calls.session !== null) d.session()
    d.feed({ on: 'timer', name: 'push' })
    expect(d.m.calls.push).not.toBeNull()
    d.effects = []
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(d.m.revision + 1)] })
    expect(d.effects.map((each) => each.do)).not.toContain('apply')
    d.feed({ on: 'timer', name: 'hold' })
    expect(d.effects.map((each) => each.do)).toContain('apply')
  })

  it('wait anew after each push that was answered, and no longer once none is', () => {
    const d = new Driver().online()
    d.feed({ on: 'journaled', lastSeq: d.m.lastSeq + FACTS })
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(d.m.revision + 1)] })
    expect(d.last('setTimer')).toEqual({ do: 'setTimer', name: 'hold', ms: CATCH_UP.ms })
    d.effects = []
    const limits = { commands: 500, bytes: 1_000_000 }
    const told = { call: d.call('push'), limits, retryAfterMs: null, distrusted: null }
    d.feed({ on: 'pushed', seqs: [d.m.resolvedThrough + 1], ...told })
    expect(d.effects).toContainEqual({ do: 'clearTimer', name: 'hold' })
    expect(d.effects).toContainEqual({ do: 'setTimer', name: 'hold', ms: CATCH_UP.ms })
    expect(d.effects.map((each) => each.do)).not.toContain('apply')
    d.feed({ on: 'timer', name: 'hold' })
    expect(d.effects.map((each) => each.do)).toContain('apply')
  })

  it('are applied while a push that failed waits for its next try', () => {
    const d = new Driver().online()
    d.feed({ on: 'journaled', lastSeq: d.m.lastSeq + FACTS })
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: UNREACHABLE })
    d.effects = []
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(d.m.revision + 1)] })
    expect(d.effects.map((each) => each.do)).toContain('apply')
  })
})
