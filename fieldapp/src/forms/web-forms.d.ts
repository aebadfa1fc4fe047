/** The little of @getodk/web-forms that this app calls; the package brings no types. */
declare module '@getodk/web-forms' {
  import type { Component, Plugin } from 'vue'
  export const OdkWebForm: Component
  export const webFormsPlugin: Plugin
}
