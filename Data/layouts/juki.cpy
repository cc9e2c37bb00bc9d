000100*****************************************************************
000200*  住民記録抽出レコード (extract of a resident register)          *
000300*  256 bytes. Names follow the Japanese habit: romanised or kanji. *
000400*****************************************************************
000500 01  JUKI-REC.
000600     05  JUMIN-KEY.
000700         10  SHICHOSON-CODE          PIC 9(6).
000800         10  JUMIN-NO                PIC 9(11).
000900         10  SETAI-NO                PIC 9(9)  COMP.
001000     05  KOSHIN-YMD                  PIC S9(8).
001100     05  SHIMEI.
001200         10  SHIMEI-KANA             PIC X(24).
001300         10  SHIMEI-KANJI            PIC N(16).
001400     05  SEIBETSU                    PIC X.
001500         88  SEIBETSU-OTOKO          VALUE "1".
001600         88  SEIBETSU-ONNA           VALUE "2".
001700         88  SEIBETSU-TADASHII       VALUES ARE "1" "2"
001800                                     "9".
001900*    西暦。和暦で持つ団体は use = ["SEINENGAPPI-WAREKI"]
002000     05  SEINENGAPPI-SEIREKI         PIC 9(8)  VALUE ZERO.
002100     05  SEINENGAPPI-WAREKI REDEFINES SEINENGAPPI-SEIREKI.
002200         10  GENGO                   PIC X.
002300         10  WAREKI-YMD              PIC 9(6).
002400         10  FILLER                  PIC X.
002500     05  JUSHO                       PIC X(60).
002600     05  JUSHO-CODE                  PIC 9(7)  COMP-3.
002700     05  NENZEIGAKU                  PIC S9(9)V99
002800                                     USAGE IS PACKED-DECIMAL.
002900     05  HOKENRYO                    PIC S9(7) COMP-3.
003000     05  IDO-YMD                     PIC S9(8)
003100                          SIGN IS LEADING SEPARATE CHARACTER.
003200     05  IDO-NISSU                   PIC S9(4)
003300                          SIGN TRAILING SEPARATE.
003400     05  KAZOKU-SU                   PIC 99.
003500     05  KAZOKU OCCURS 3 TIMES INDEXED BY KAZOKU-IX.
003600         10  KAZOKU-SHIMEI           PIC N(8).
003700         10  ZOKUGARA                PIC XX.
003800         10  KAZOKU-NENREI           PIC S9(3) COMP-3.
003900     05  異動事由                    PIC X(4).
004000     05  FILLER                      PIC X(8)  VALUE SPACES.
