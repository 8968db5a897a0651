/** Every fault by name, with how often it is done: in `npm run bench -- faults`, and with `--quick`. */
import { lostAnchor, lostGateway } from './absences'
import { frozenClients, frozenGateway } from './freezes'
import { fuzz } from './fuzz'
import { journalKills, memoryKills } from './kills'
import { cuts, halfOpen } from './links'
import { clockSkew, duplicateLogin, duplicateLoginAcross, tokenExpiry } from './logins'
import type { FaultOptions, Outcome } from './outcome'
import { floods, stalledReaders } from './pressure'
import { redisKills, redisRestarts, rollBacks, sharedKills } from './redis-faults'
import { micRace } from './seats'
import { diskFull, redisAlone, redisFull, redisReadOnly, redisSlow } from './shortages'
import { storm } from './storm'

export interface Fault {
  run(options: FaultOptions): Promise<Outcome>
  runs: number
  quick: number
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  'gateway-kill': { run: journalKills, runs: 100, quick: 10 },
  'gateway-sigterm': { run: (options) => journalKills(options, 'SIGTERM'), runs: 20, quick: 5 },
  'memory-kill': { run: memoryKills, runs: 5, quick: 2 },
  'shared-kill': { run: sharedKills, runs: 100, quick: 10 },
  'redis-kill': { run: (options) => redisKills({ ...options, down: 800 }), runs: 50, quick: 5 },
  'redis-restart': { run: redisRestarts, runs: 20, quick: 3 },
  'aof-roll-back': { run: rollBacks, runs: 20, quick: 3 },
  'tcp-cuts': { run: cuts, runs: 1000, quick: 100 },
  'half-open': { run: halfOpen, runs: 10, quick: 1 },
  storm: { run: storm, runs: 200, quick: 10 },
  'gateway-freeze': { run: frozenGateway, runs: 10, quick: 2 },
  'client-freeze': { run: frozenClients, runs: 10, quick: 2 },
  'stalled-readers': { run: stalledReaders, runs: 200, quick: 20 },
  'duplicate-login': { run: duplicateLogin, runs: 200, quick: 20 },
  'duplicate-login-across': { run: duplicateLoginAcross, runs: 200, quick: 20 },
  'clock-skew': { run: clockSkew, runs: 5, quick: 1 },
  'token-expiry': { run: tokenExpiry, runs: 10, quick: 2 },
  'mic-race': { run: micRace, runs: 1000, quick: 50 },
  'gateway-lost': { run: lostGateway, runs: 5, quick: 1 },
  'anchor-lost': { run: lostAnchor, runs: 10, quick: 2 },
  'redis-full': { run: redisFull, runs: 10, quick: 1 },
  'redis-alone': { run: redisAlone, runs: 10, quick: 1 },
  'redis-read-only': { run: redisReadOnly, runs: 10, quick: 1 },
  'redis-slow': { run: redisSlow, runs: 20, quick: 2 },
  'disk-full': { run: diskFull, runs: 10, quick: 2 },
  fuzz: { run: fuzz, runs: 1_000_000, quick: 20_000 },
  flood: { run: floods, runs: 20, quick: 3 },
}

export type { Outcome } from './outcome'
