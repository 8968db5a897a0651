/** The part of a phone's surroundings that the two tags look at; a `PhoneEnv` is one, and tests make their own. */
import type { EnvValues, PhoneEnv } from '../env/types'

export type MediaEnv = Pick<
  PhoneEnv,
  'network' | 'foreground' | 'audioInterrupted' | 'permissions' | 'language' | 'scene' | 'media' | 'authorize' | 'on'
>

export type MediaEnvValue = keyof EnvValues
