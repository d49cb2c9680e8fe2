/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-household.h"

const MadoTrainingPerson mado_training_family[MADO_TRAINING_N_FAMILY] = {
  { "花子", "ハナコ", "1988-07-12", TRUE, "世帯主", "head", "9000　0000　0001" },
  { "大輔", "ダイスケ", "1986-05-30", FALSE, "夫", "husband", "9000　0000　0029" },
  { "陽菜", "ヒナ", "2016-09-01", TRUE, "子", "child", "9000　0000　0037" },
  { "蓮", "レン", "2021-11-20", FALSE, "子", "child", "9000　0000　0045" },
};
