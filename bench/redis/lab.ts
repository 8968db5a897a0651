/** What the Redis bench needs of the gateway's sources. */
export { redisEngine } from '../../gateway/src/log/redis'
export { redisServer } from '../../gateway/test/support/redis'
export { ask } from '../../gateway/test/support/redis-sets'
