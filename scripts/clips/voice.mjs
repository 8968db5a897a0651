/** How the people speak: one rhythm that moves their lips and their sound. Times in seconds. */

/** Two sentences, then listening: the second half of every loop is silent. */
const SENTENCES = [
  [0.18, 1.62],
  [2.02, 3.52],
]

/** 0 closed to 1 wide open. @param seed another way to speak */
export function mouth(time, seed) {
  const sentence = SENTENCES.find(([from, to]) => time >= from && time < to)
  if (!sentence) return 0
  const [from, to] = sentence
  const count = 7 + (seed % 3)
  const place = ((time - from) / (to - from)) * count
  const syllable = Math.floor(place)
  const weight = 0.55 + 0.45 * Math.sin(syllable * 2.3 + seed * 1.7)
  return Math.sin((place - syllable) * Math.PI) ** 2 * weight
}

/** Formants (Hz) of the vowels that the syllables go through. */
const VOWELS = [
  [800, 1200, 2600],
  [400, 2000, 2600],
  [350, 800, 2500],
  [550, 1800, 2500],
  [480, 950, 2500],
]

const formant = (hz, centre, width) => 1 / (1 + ((hz - centre) / width) ** 2)

/**
 * Sounds like somebody talking in no language: a buzz of harmonics shaped by formants that glide from vowel to vowel.
 * @returns samples from -1 to 1, ends where it began
 */
export function speak({ rate, seconds, pitch, seed }) {
  const samples = new Float32Array(Math.round(rate * seconds))
  let phase = 0
  let glide = VOWELS[seed % 5]
  let strength = 0
  for (let i = 0; i < samples.length; i++) {
    const time = i / rate
    const open = mouth(time, seed)
    if (i % 64 === 0) {
      const next = VOWELS[(Math.floor(time * 5.2) * 3 + seed) % 5]
      glide = glide.map((hz, f) => hz + (next[f] - hz) * 0.03)
    }
    strength += (open - strength) * 0.004
    const melody = pitch * (1 + 0.09 * Math.sin(time * 2.6 + seed) - 0.05 * (time % 1.9))
    phase = (phase + melody / rate) % 1
    if (strength < 0.002) continue
    let sum = 0
    for (let h = 1; h * melody < 3400; h++) {
      const hz = h * melody
      const tone = formant(hz, glide[0], 110) + 0.6 * formant(hz, glide[1], 140) + 0.25 * formant(hz, glide[2], 200)
      sum += (tone * Math.sin(phase * h * Math.PI * 2)) / h ** 0.35
    }
    samples[i] = sum * strength * 0.16
  }
  return samples
}

/** The sound of a place: a hum and, where `beat` says so, a soft knock that often. @returns as {@link speak} */
export function hum({ rate, seconds, pitch, seed, beat = 0 }) {
  const samples = new Float32Array(Math.round(rate * seconds))
  const turns = Math.round(pitch * seconds)
  for (let i = 0; i < samples.length; i++) {
    const t = i / samples.length
    const swell = 0.6 + 0.4 * Math.sin(t * Math.PI * 2 * (1 + (seed % 3)))
    let sum = 0
    for (let h = 1; h < 5; h++) sum += Math.sin(t * Math.PI * 2 * turns * h + seed * h) / (h * h)
    const since = beat ? ((t * beat) % 1) * (seconds / beat) : 1
    samples[i] = sum * swell * 0.012 + Math.sin(since * 900) * Math.exp(-since * 26) * (beat ? 0.04 : 0)
  }
  return samples
}
