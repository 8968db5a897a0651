/** What code evaluated inside a phone finds there. */
interface TestWx {
  navigateTo(options: object): Promise<object>
  reLaunch(options: object): Promise<object>
  switchTab(options: object): Promise<object>
  createSelectorQuery(): TestQuery
  authorize(options: object): Promise<object>
  openSetting(): Promise<object>
  request(options: object): Promise<object>
  connectSocket(options: object): Record<string, (handler: (event: never) => void) => void>
  [unknown: string]: unknown
}
interface TestQuery {
  select(selector: string): TestNodes
  selectAll(selector: string): TestNodes
  selectViewport(): TestNodes
  exec(done: (results: unknown[]) => void): void
}
interface TestNodes {
  fields(fields: object): TestQuery
  boundingClientRect(): TestQuery
}
declare const wx: TestWx
declare function getApp(): { globalData: { log: string[] } }
declare function getCurrentPages(): object[]
