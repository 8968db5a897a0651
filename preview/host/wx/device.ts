/** System, device and account information. */
import { CAPSULE } from '../ui/screen'
import { HOME_INDICATOR, NAVIGATION_BAR, STATUS_BAR } from '../ui/page-frame'
import { api } from './api'
import type { WxApi, WxDeps } from './types'

/** Base library version the preview behaves like. */
export const SDK_VERSION = '3.8.0'

export function deviceApi({ env, screen, settings, manifest }: WxDeps): WxApi {
  const windowInfo = () => {
    const { clientWidth: screenWidth, clientHeight: screenHeight } = screen.element
    const bottom = screenHeight - HOME_INDICATOR
    return {
      pixelRatio: devicePixelRatio,
      screenWidth,
      screenHeight,
      windowWidth: screenWidth,
      windowHeight: screen.windowHeight,
      statusBarHeight: STATUS_BAR,
      screenTop: STATUS_BAR + NAVIGATION_BAR,
      safeArea: {
        left: 0,
        right: screenWidth,
        top: STATUS_BAR,
        bottom,
        width: screenWidth,
        height: bottom - STATUS_BAR,
      },
    }
  }
  const deviceInfo = () => ({
    abi: 'arm64-v8a',
    benchmarkLevel: -1,
    brand: 'devtools',
    model: 'Preview',
    platform: 'devtools',
    system: 'iOS 17.0',
    memorySize: 4096,
  })
  const baseInfo = () => ({
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    enableDebug: false,
    language: env.language,
    fontSizeSetting: 16,
    fontSizeScaleFactor: 1,
    host: { appId: '', env: 'WeChat' },
    ...(manifest.app.darkmode && { theme: env.theme }),
  })
  const systemSetting = () => ({
    bluetoothEnabled: true,
    locationEnabled: true,
    wifiEnabled: env.network !== 'offline',
    deviceOrientation: 'portrait',
  })
  const authorizeSetting = () => ({
    cameraAuthorized: 'authorized',
    microphoneAuthorized: 'authorized',
    albumAuthorized: 'authorized',
    locationAuthorized: 'authorized',
    notificationAuthorized: 'authorized',
  })
  const systemInfo = () => ({ ...deviceInfo(), ...windowInfo(), ...baseInfo(), ...systemSetting() })
  return {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getWindowInfo: windowInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: baseInfo,
    getSystemSetting: systemSetting,
    getAppAuthorizeSetting: authorizeSetting,
    getSystemInfoSync: systemInfo,
    getSystemInfo: api('getSystemInfo', systemInfo),
    getSystemInfoAsync: api('getSystemInfoAsync', systemInfo),
    getAccountInfoSync: () => ({ miniProgram: { appId: '', envVersion: 'develop', version: '' } }),
    getExtConfigSync: () => structuredClone({ ...(manifest.ext['ext'] as object | undefined), ...settings.ext }),
    getExtConfig: api('getExtConfig', () => ({ extConfig: { ...(manifest.ext['ext'] as object), ...settings.ext } })),
    getMenuButtonBoundingClientRect: () => {
      const right = screen.element.clientWidth - CAPSULE.right
      const { width, height, top } = CAPSULE
      return { width, height, top, right, left: right - width, bottom: top + height }
    },
    setKeepScreenOn: api('setKeepScreenOn', () => {}),
    setScreenBrightness: api('setScreenBrightness', () => {}),
    vibrateShort: api('vibrateShort', () => vibrate(15)),
    vibrateLong: api('vibrateLong', () => vibrate(400)),
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) => listener({ hasUpdate: false }),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => undefined,
    }),
    getPerformance: () => performance,
    reportEvent: () => undefined,
    reportMonitor: () => undefined,
    nextTick: (callback: () => void) => queueMicrotask(callback),
    base64ToArrayBuffer: (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer,
    arrayBufferToBase64: (buffer: ArrayBuffer) =>
      btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')),
    setClipboardData: api('setClipboardData', async ({ data }: { data: string }) => {
      await navigator.clipboard.writeText(data)
    }),
    getClipboardData: api('getClipboardData', async () => ({ data: await navigator.clipboard.readText() })),
  }
}

/** Desktop browsers have no motor: nothing happens there, which is what a phone on a table does too. */
function vibrate(duration: number): void {
  navigator.vibrate?.(duration)
}
