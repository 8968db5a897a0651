/** What the cast does in each of the demo's rooms. Every function starts one room and resolves to who is in it. */
import { BUSY, FANS, linesOf, NAMES } from './lines.mjs'
import { clip, LISTENING, Person, SPEAKING } from './person.mjs'

/** Somebody of the six with a clip. */
const player = (stage, id, room, role) =>
  new Person(stage, { id: `cast-${id}`, name: NAMES[stage.language][id], room, role, clip: id })

const fan = (stage, index, room) =>
  new Person(stage, { id: `fan${index}`, name: FANS[stage.language][index], room, role: 'audience' })

/** Goes on air whenever linked, and off when that ends. */
function takesSeats(person) {
  const me = person.who.id
  person.on('linkStarted', ({ userId }) => userId === me && person.show())
  person.on('linkEnded', ({ userId }) => userId === me && person.hide())
}

/** Writes, likes and sends gifts, now and then, while `live()` says that there is somebody to do it for. */
function audience(person, live) {
  const { random, language } = person.stage
  const { talk, barrage, gifts } = linesOf(language)
  const [text, flying, gift] = [talk, barrage, gifts].map((list) => random.picker(list))
  person.every(9, 26, async () => {
    if (!live()) return
    if (random.chance(0.18)) await person.send({ kind: 'gift', gift: { ...gift(), count: random.chance(0.3) ? 3 : 1 } })
    else if (random.chance(0.2)) await person.send({ kind: 'barrage', text: flying() })
    else await person.say(text())
  })
  person.every(3, 9, () => live() && person.send({ kind: 'like', count: Math.ceil(random.between(1, 6)) }))
}

/** Out for a while and in again, again and again. */
function comesAndGoes(person, begin) {
  person.after(person.stage.random.between(40, 110), async () => {
    await person.leave()
    person.after(person.stage.random.between(6, 20), async () => {
      await begin()
      comesAndGoes(person, begin)
    })
  })
}

/** @returns whether somebody is on air in the room this person is in */
function watches(person, snapshot) {
  const live = new Set(snapshot.streams.map(({ id }) => id))
  person.on('streamAdded', ({ id }) => live.add(id))
  person.on('streamRemoved', ({ streamId }) => live.delete(streamId))
  person.on('snapshot', ({ streams }) => {
    live.clear()
    for (const { id } of streams) live.add(id)
  })
  return () => live.size > 0
}

async function fans(stage, room, indices) {
  const people = indices.map((index) => fan(stage, index, room))
  await Promise.all(
    people.map(async (person, i) => {
      const begin = async () => audience(person, watches(person, await person.enter()))
      await begin()
      if (i % 3 === 2) comesAndGoes(person, begin)
    }),
  )
  return people
}

/** A show that runs all day: a host, two guests, an audience; whoever asks to link is taken. */
export async function show(stage, room) {
  const host = player(stage, 'lin', room, 'anchor')
  const guests = ['zhe', 'anna'].map((id) => player(stage, id, room, 'audience'))
  await host.enter()
  host.on('linkRequested', ({ id, from, userId }) => {
    const quick = guests.some(({ who }) => who.id === userId)
    if (from === 'audience') host.after(quick ? 0 : stage.random.between(1.5, 3), () => host.provider.link.accept(id))
  })
  await host.show()
  await Promise.all(
    guests.map(async (guest) => {
      await guest.enter()
      takesSeats(guest)
      await guest.provider.link.request()
    }),
  )
  return [host, ...guests, ...(await fans(stage, room, [0, 1, 2, 3, 4]))]
}

/** Who is there when you go live yourself: they watch, write, take invitations, and one asks to be linked. */
export async function crowd(stage, room) {
  const guests = ['yutong', 'marco'].map((id) => player(stage, id, room, 'audience'))
  await Promise.all(
    guests.map(async (guest, i) => {
      const live = watches(guest, await guest.enter())
      takesSeats(guest)
      audience(guest, live)
      guest.on('linkRequested', ({ id, from, userId }) => {
        if (from === 'anchor' && userId === guest.who.id) guest.after(1.5, () => guest.provider.link.accept(id))
      })
      if (i > 0) return
      // Nobody may be there to answer, and who was answered asks no more.
      guest.on('streamAdded', ({ userId }) => {
        if (userId !== guest.who.id && !guest.onAir)
          guest.after(8, () => !guest.onAir && live() && guest.provider.link.request())
      })
    }),
  )
  return [...guests, ...(await fans(stage, room, [5, 6, 7]))]
}

/** Five of the six; whoever else is needed looks like one of them and has a name of their own. */
const TABLE = ['marco', 'anna', 'zhe', 'yutong', 'sam']

/** A meeting of speakers who take turns; whoever opens the demo hosts it. */
export async function meeting(stage, room, size = TABLE.length) {
  const people = Array.from({ length: size }, (_, i) => {
    const person = player(stage, TABLE[i % TABLE.length], room, 'speaker')
    if (i >= TABLE.length)
      Object.assign(person.who, { id: `cast-extra${i}`, name: FANS[stage.language][i - TABLE.length] })
    return person
  })
  await Promise.all(
    people.map(async (person) => {
      await person.enter()
      await person.show(LISTENING)
    }),
  )
  let speaking = 0
  people[0].every(7.5, 12, () => {
    people[speaking].turn(LISTENING)
    speaking = (speaking + 1) % people.length
    people[speaking].turn(SPEAKING)
  })
  const text = stage.random.picker(linesOf(stage.language).meeting)
  people[1].every(14, 40, () => people[Math.floor(stage.random.between(0, people.length))].say(text()))
  return people
}

/** People who can be called, each waiting on their own line: one answers, one is busy, one never answers. */
export async function callees(stage, lineOf) {
  const answers = { anna: 'accept', zhe: 'refuse', sam: 'ignore' }
  return Promise.all(
    Object.entries(answers).map(async ([id, answer]) => {
      const person = player(stage, id, lineOf(`cast-${id}`), 'audience')
      await person.enter()
      takesSeats(person)
      person.on('linkRequested', ({ id: call, from }) => {
        if (from !== 'anchor') return
        if (answer === 'accept') person.after(2.5, () => person.provider.link.accept(call))
        if (answer === 'refuse') person.after(3, () => person.provider.link.refuse(call, BUSY[stage.language]))
      })
      return person
    }),
  )
}

/** Twelve cameras: nine that work, one that hangs, two that are not connected. */
const CAMERAS = ['entrance', 'carpark', 'workshop', 'street', 'shop', 'servers', 'warehouse', 'harbour', 'lift']
const DEAD = { dock: ['harbour', 'frozen'], roof: ['street', 'offline'], gate: ['entrance', 'offline'] }

/** @returns the feeds by camera, so that a test can pull a plug */
export async function wall(gateway, room) {
  const cameras = [...CAMERAS.map((id) => [id, [id, 'live']]), ...Object.entries(DEAD)]
  const feeds = await Promise.all(
    cameras.map(async ([id, [file, state]], i) => {
      const feed = await gateway.feed({ to: `${room}/${id}`, file: clip(file), offset: i * 700, state })
      return [id, feed]
    }),
  )
  return Object.fromEntries(feeds)
}
