/** What the journal bench needs of the gateway's sources. */
export { journalEngine } from '../../gateway/src/log/journal'
export { memoryEngine } from '../../gateway/src/room/memory-log'
