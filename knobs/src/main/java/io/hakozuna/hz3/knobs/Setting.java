package io.hakozuna.hz3.knobs;

/**
 * A value somebody wrote for a knob, not yet looked at.
 *
 * @param knob   the knob's name as written
 * @param text   the value as written
 * @param origin where it stands, for messages: {@code lanes/fast.lane, line 3}
 */
record Setting(String knob, String text, String origin) {
}
