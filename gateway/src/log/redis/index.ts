export { redisEngine } from './engine'
export { RedisFailure } from './failure'
export type { RedisOptions } from './options'
