/** What code evaluated inside a phone finds there. */
interface TestWx {
  navigateTo(options: object): Promise<object>
  authorize(options: object): Promise<object>
  openSetting(): Promise<object>
  request(options: object): Promise<object>
  connectSocket(options: object): Record<string, (handler: (event: never) => void) => void>
  [unknown: string]: unknown
}
declare const wx: TestWx
declare function getApp(): { globalData: { log: string[] } }
