/**
 * Types of event entities that say what happened to a device and nothing about the home: those of buttons, doorbells
 * and motion in the integrations' own translations (Home Assistant 2026.11, strings.json of each), and
 * Zigbee2MQTT's and ZHA's. Other types may be names that people chose, such as scenes.
 */
export const STANDARD_EVENT_TYPES: ReadonlySet<string> = new Set(
  `press pressed push single double triple quadruple long hold release released click clicked repeat ring motion toggle
   press_start press_end long_press_start long_press_end multi_press_ongoing multi_press_end
   initial_press short_release short_press_release double_short_release long_press long_release long_press_release
   long_press_timeout very_long_press very_long_press_release very_long_press_timeout
   multi_press_1 multi_press_2 multi_press_3 multi_press_4 multi_press_5 multi_press_6 multi_press_7 multi_press_8
   single_press double_press triple_press single_tap double_tap triple_tap
   single_push double_push triple_push long_push btn_down btn_up button_down button_up key_press key_release
   double_click triple_click single_long long_single long_double_press long_triple_press hold_press hold_release
   on off dim up down up_long down_long stop stop_long brightness_up brightness_down
   rotate_left rotate_right rotate_left_pressed rotate_right_pressed rotate_clockwise rotate_counter_clockwise
   clock_wise counter_clock_wise twist_increment twist_decrement push_twist_increment push_twist_decrement
   swipe_up swipe_down swipe_left swipe_right shake flip tilt drop slide
   volume_up volume_down channel_up channel_down mute play pause rewind fast_forward
   motion_detected no_motion vibration glass_break`.split(/\s+/),
);
