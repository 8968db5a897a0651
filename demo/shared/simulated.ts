import type { JoinRequest } from 'lianmai'
import type { SimulatedOptions, SimulatedPerson, SimulatedStep } from 'lianmai/providers/simulated'
import { wallOf } from './cameras'
import { lineOf, ROOMS } from './config'
import { language } from './i18n'
import { FANS, GIFT, NAMES, TALK, TEAM } from './simulated-lines'

/** How long there is something to hear and to read after I came. */
const MINUTES = 15

/** One of the six, under the name that they have in the phone's language. */
const named = (id: keyof (typeof NAMES)['zh']) => ({ id: `cast-${id}`, name: NAMES[language()][id] })

/** Somebody says one of the lines every few seconds; with `gift`, hearts and presents between them. */
function chatter(who: readonly string[], lines: readonly string[], every: number, gift?: string): SimulatedStep[] {
  return Array.from({ length: (MINUTES * 60_000) / every }, (_, i): SimulatedStep[] => {
    // Neither in step with the clock nor with each other, and the same each time.
    const at = 1200 + i * every + ((i * 797) % 1700)
    const [name = '', text = ''] = [who[(i * 7 + (i >> 2)) % who.length], lines[(i * 7) % lines.length]]
    const said: SimulatedStep = { at, do: { kind: 'chat', who: name, text } }
    if (gift === undefined) return [said]
    const liked: SimulatedStep = { at: at + 600, do: { kind: 'like', count: 1 + (i % 5) } }
    const given = { id: 'rose', name: gift, count: i % 2 ? 1 : 9 }
    return i % 6 === 4 ? [liked, { at, do: { kind: 'gift', who: name, gift: given } }] : [said, liked]
  }).flat()
}

/** A host, two guests who ask and are taken, an audience; whoever asks is taken. */
function show(): SimulatedOptions {
  const [lin, zhe, anna] = [named('lin'), named('zhe'), named('anna')]
  const fans = FANS[language()]
  return {
    people: [
      { ...lin, role: 'anchor', hue: 262, talks: 0.6 },
      { ...zhe, hue: 190, talks: 0.3 },
      { ...anna, hue: 340, talks: 0.3 },
      ...fans.map((name, i) => ({ name, id: `fan${i}` })),
    ],
    script: [
      { at: 500, do: { kind: 'request', who: zhe.name } },
      { at: 1500, do: { kind: 'request', who: anna.name } },
      { at: 15_000, do: { kind: 'camera', who: anna.name, on: false } },
      { at: 45_000, do: { kind: 'camera', who: anna.name, on: true } },
      ...chatter(fans, TALK[language()], 4000, GIFT[language()]),
    ],
  }
}

/** Who is there when I go live: they watch and write, and one asks to be linked. */
function crowd(): SimulatedOptions {
  const [yutong, marco] = [named('yutong'), named('marco')]
  const fans = FANS[language()]
  const people = [
    { ...yutong, hue: 150, talks: 0.4 },
    { ...marco, hue: 28, talks: 0.4 },
    ...fans.map((name, i) => ({ name, id: `fan${i}`, present: i < 2 })),
  ]
  return {
    people,
    script: [
      ...fans.slice(2).map((who, i): SimulatedStep => ({ at: 2000 + i * 2600, do: { kind: 'join', who } })),
      { at: 8000, do: { kind: 'request', who: yutong.name, expiresIn: 300_000 } },
      ...chatter([...fans.slice(0, 2), marco.name], TALK[language()], 5000, GIFT[language()]),
    ],
  }
}

/** Five who take turns; one with the camera off, one with the microphone off. When I do not host it, the first does. */
function meeting(role: JoinRequest['role']): SimulatedOptions {
  const seated = (['marco', 'anna', 'zhe', 'yutong', 'sam'] as const).map((id, i): SimulatedPerson => {
    const host = i === 0 && role !== 'anchor'
    return { ...named(id), role: host ? 'anchor' : 'speaker', hue: (28 + i * 71) % 360, talks: i < 3 ? 0.35 : 0 }
  })
  const names = seated.map(({ name }) => name)
  const [, , , yutong = '', sam = ''] = names
  return {
    people: seated,
    script: [
      { at: 0, do: { kind: 'camera', who: sam, on: false } },
      { at: 0, do: { kind: 'mic', who: yutong, on: false } },
      ...chatter(names, TEAM[language()], 11_000),
    ],
  }
}

/** Anna answers, Zhe declines, Sam lets it ring. */
const CALLEES = {
  anna: { after: 2500, outcome: 'accepted' },
  zhe: { after: 3000, outcome: 'refused' },
  sam: false,
} as const

/** Twelve cameras: one hangs after a while, two are not connected. */
function wall(): SimulatedOptions {
  const people = wallOf(language()).map(([id, name]): SimulatedPerson => {
    return { id, name, role: 'speaker', present: id !== 'roof' && id !== 'gate' }
  })
  return { people, script: [{ at: 10_000, do: { kind: 'freeze', who: people[9]!.name, ms: 600_000 } }] }
}

/** The demo's rooms without a server, one for every page; pictures are drawn test cards in the preview. */
export function simulatedRooms({ roomId, role }: JoinRequest): SimulatedOptions {
  const callee = (Object.keys(CALLEES) as Array<keyof typeof CALLEES>).find((id) => lineOf(`cast-${id}`) === roomId)
  if (callee) return { people: [{ ...named(callee), talks: 0.6 }], script: [], answer: CALLEES[callee] }
  // A line of one's own, and the mirror of the device check: nobody is there.
  if (/^(line|check)-/.test(roomId)) return { people: [], script: [] }
  if (roomId === ROOMS.wall) return wall()
  if (roomId === ROOMS.meeting || role === 'speaker') return meeting(role)
  return role === 'anchor' ? crowd() : show()
}
