export interface QualityBadgeEvents {
  /**
   * The figures were opened by a tap.
   * @since 0.1.0
   */
  figuresopen: { streamId: string }
  /**
   * The figures were closed by a tap.
   * @since 0.1.0
   */
  figuresclose: { streamId: string }
}
